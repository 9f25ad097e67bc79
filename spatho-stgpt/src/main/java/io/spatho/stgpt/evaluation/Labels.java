package io.spatho.stgpt.evaluation;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.graph.Graph;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What embeddings are compared with: a label and a batch for each observation.
 *
 * @param labels a label for each observation
 * @param labelSource where the labels come from, in words
 * @param batches a batch for each observation; all equal when there is one
 * @param batchSource where the batches come from, in words
 */
public record Labels(String[] labels, String labelSource, String[] batches, String batchSource) {

    /** Labels that the run made itself from principal components, which favours these. */
    public static Labels ofRun(String[] labels) {
        String[] one = new String[labels.length];
        Arrays.fill(one, "");
        return new Labels(
                labels, "the run's own clusters, which were made from principal components", one, "none: one batch");
    }

    /** The same with labels from a column of the observations. */
    public Labels withLabels(SpatialDataset dataset, String column) {
        return new Labels(texts(dataset, column, "--labels"), "column " + column, batches, batchSource);
    }

    /** The same with batches from a column of the observations. */
    public Labels withBatches(SpatialDataset dataset, String column) {
        return new Labels(labels, labelSource, texts(dataset, column, "--batches"), "column " + column);
    }

    private static String[] texts(SpatialDataset dataset, String column, String option) {
        if (!dataset.obs().has(column)) {
            throw new UsageException(Problem.of("the observations have no such column")
                    .at(option + " " + column)
                    .fix("Name a column of obs"));
        }
        return Split.texts(dataset.obs().column(column));
    }

    EmbeddingBenchmark.Subject subject(SpatialDataset dataset, Graph spatial) {
        int[] blocks = numbered(Arrays.stream(Division.grid(dataset.xUm(), dataset.yUm()))
                .mapToObj(Integer::toString)
                .toArray(String[]::new));
        int groups = Arrays.stream(blocks).max().orElse(-1) + 1;
        return new EmbeddingBenchmark.Subject(
                numbered(labels), labelSource, numbered(batches), spatial, blocks, groups);
    }

    private static int[] numbered(String[] values) {
        List<String> names = List.copyOf(new TreeSet<>(Arrays.asList(values)));
        return Arrays.stream(values).mapToInt(names::indexOf).toArray();
    }
}
