package io.spatho.anndata.synthetic;

import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes {@code clusters.csv} as the instrument's graph-based clustering does: cells with molecules, clusters numbered from 1 by size.
 *
 * <p>The labels are those of a good but imperfect clustering: the cell type, with one label in twelve at random.
 */
final class GraphClusters {

    private static final double WRONG = 1.0 / 12;

    private GraphClusters() {}

    static void write(Path bundle, Section section, XeniumCounts.Totals totals, String[] names, long seed) {
        int kinds = CellType.values().length;
        int[] labels = new int[names.length];
        int[] sizes = new int[kinds];
        TypeMixture mixture = new TypeMixture();
        for (int i = 0; i < labels.length; i++) {
            Cell cell = section.cell(i, mixture);
            CounterRandom random = CounterRandom.of(seed, "synthetic.cluster", cell.index());
            labels[i] = random.nextDouble() < WRONG
                    ? random.nextInt(kinds)
                    : cell.type().position();
            sizes[labels[i]]++;
        }
        int[] rank = ranks(sizes);
        Path folder = bundle.resolve("analysis/clustering/gene_expression_graphclust");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GzipText.plain(folder.resolve("clusters.csv"), out -> {
            out.write("Barcode,Cluster\n");
            for (int i = 0; i < labels.length; i++) {
                if (totals.transcripts(i) > 0) {
                    out.write(names[i] + "," + rank[labels[i]] + "\n");
                }
            }
        });
    }

    private static int[] ranks(int[] sizes) {
        List<Integer> order = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer label) -> -sizes[label])
                        .thenComparing(label -> label))
                .toList();
        int[] rank = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            rank[order.get(i)] = i + 1;
        }
        return rank;
    }
}
