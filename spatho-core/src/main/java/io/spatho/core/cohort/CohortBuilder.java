package io.spatho.core.cohort;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.graph.Graph;
import io.spatho.core.parallel.Workers;
import io.spatho.core.spatial.SpatialBlocks;
import io.spatho.core.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers what stays of the cases, one after the other. */
final class CohortBuilder {

    private static final int BLOCKS_OF_A_CASE = 16;

    private final List<CohortCells.CaseFacts> cases = new ArrayList<>();
    private final List<String> cellIds = new ArrayList<>();
    private final List<String> cellTypes = new ArrayList<>();
    private final List<String> regionIds = new ArrayList<>();
    private final List<double[]> x = new ArrayList<>();
    private final List<double[]> y = new ArrayList<>();
    private final List<Graph> graphs = new ArrayList<>();
    private final List<SpatialBlocks> blocks = new ArrayList<>();

    void add(CohortCells.CaseFacts facts, SpatialDataset kept, Workers workers) {
        cases.add(facts);
        cellIds.addAll(Arrays.asList(kept.cellIds()));
        cellTypes.addAll(texts(kept, "cell_type"));
        regionIds.addAll(texts(kept, "region_id"));
        x.add(kept.xUm());
        y.add(kept.yUm());
        graphs.add(CaseRows.spatial(kept, workers));
        blocks.add(SpatialBlocks.of(kept.xUm(), kept.yUm(), BLOCKS_OF_A_CASE));
    }

    private static List<String> texts(SpatialDataset kept, String name) {
        String[] texts = new String[kept.size()];
        Arrays.fill(texts, "");
        if (kept.obs().has(name)) {
            Column column = kept.obs().column(name);
            Arrays.setAll(texts, column::text);
        }
        return Arrays.asList(texts);
    }

    CohortCells build() {
        int n = cellIds.size();
        int[] caseOf = new int[n];
        int[] blockOf = new int[n];
        int at = 0;
        int firstBlock = 0;
        for (int number = 0; number < graphs.size(); number++) {
            for (int i = 0; i < graphs.get(number).nodes(); i++, at++) {
                caseOf[at] = number;
                blockOf[at] = firstBlock + blocks.get(number).blockOf()[i];
            }
            firstBlock += blocks.get(number).blocks();
        }
        return new CohortCells(
                cases,
                caseOf,
                cellIds.toArray(String[]::new),
                joined(x),
                joined(y),
                cellTypes.toArray(String[]::new),
                regionIds.toArray(String[]::new),
                graph(n),
                new SpatialBlocks(firstBlock, blockOf));
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private Graph graph(int nodes) {
        int entries = 0;
        for (Graph part : graphs) {
            entries = Math.addExact(entries, part.neighbours().length);
        }
        int[] starts = new int[nodes + 1];
        int[] neighbours = new int[entries];
        float[] weights = new float[entries];
        int node = 0;
        int entry = 0;
        for (Graph part : graphs) {
            for (int i = 0; i < part.nodes(); i++) {
                starts[node + i + 1] = entry + part.starts()[i + 1];
            }
            for (int i = 0; i < part.neighbours().length; i++) {
                neighbours[entry + i] = node + part.neighbours()[i];
                weights[entry + i] = part.weights()[i];
            }
            node += part.nodes();
            entry += part.neighbours().length;
        }
        return new Graph(nodes, starts, neighbours, weights);
    }
}
