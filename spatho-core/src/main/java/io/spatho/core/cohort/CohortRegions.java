package io.spatho.core.cohort;

import io.spatho.core.graph.Graph;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.region.RegionFinder;
import io.spatho.core.region.RegionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The regions of a cohort: where a case's own run had regions, these; else the contiguous parts of the joint structures.
 *
 * @param ids case and region, such as {@code liver_3/r0001}
 * @param caseOf the case of each region
 * @param members the observations of each region, ascending
 * @param structureOf the joint structure that most of its observations have
 * @param vectors the mean vector of each region
 */
record CohortRegions(List<String> ids, int[] caseOf, List<int[]> members, int[] structureOf, DenseMatrix vectors) {

    static CohortRegions of(
            CohortCells cells,
            int[] structureOf,
            List<String> structureIds,
            DenseMatrix vectors,
            int fewest,
            Workers workers) {
        List<String> ids = new ArrayList<>();
        List<Integer> caseOf = new ArrayList<>();
        List<int[]> members = new ArrayList<>();
        for (int number = 0; number < cells.cases().size(); number++) {
            int wanted = number;
            int[] rows = IntStream.range(0, cells.size())
                    .filter(row -> cells.caseOf()[row] == wanted)
                    .toArray();
            TreeMap<String, List<Integer>> found = own(cells, rows);
            if (found.isEmpty()) {
                found = discovered(cells, rows, structureOf, structureIds, fewest, workers);
            }
            for (var region : found.entrySet()) {
                if (region.getValue().size() >= fewest) {
                    ids.add(cells.names().get(number) + "/" + region.getKey());
                    caseOf.add(number);
                    members.add(region.getValue().stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
                }
            }
        }
        int[] structures = members.stream()
                .mapToInt(rows -> majority(rows, structureOf, structureIds.size()))
                .toArray();
        return new CohortRegions(
                ids,
                caseOf.stream().mapToInt(Integer::intValue).toArray(),
                members,
                structures,
                means(members, vectors));
    }

    private static TreeMap<String, List<Integer>> own(CohortCells cells, int[] rows) {
        TreeMap<String, List<Integer>> regions = new TreeMap<>();
        for (int row : rows) {
            if (!cells.regionIds()[row].isEmpty()) {
                regions.computeIfAbsent(cells.regionIds()[row], id -> new ArrayList<>())
                        .add(row);
            }
        }
        return regions;
    }

    private static TreeMap<String, List<Integer>> discovered(
            CohortCells cells, int[] rows, int[] structureOf, List<String> structureIds, int fewest, Workers workers) {
        Graph graph = part(cells.spatial(), rows);
        int[] regionOf = RegionFinder.find(
                        graph,
                        Arrays.stream(rows).mapToDouble(row -> cells.xUm()[row]).toArray(),
                        Arrays.stream(rows).mapToDouble(row -> cells.yUm()[row]).toArray(),
                        Arrays.stream(rows).map(row -> structureOf[row]).toArray(),
                        structureIds,
                        RegionSettings.forSpacing(graph, fewest),
                        workers)
                .regionOf();
        TreeMap<String, List<Integer>> regions = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            if (regionOf[i] >= 0) {
                String id = String.format(java.util.Locale.ROOT, "r%04d", regionOf[i] + 1);
                regions.computeIfAbsent(id, name -> new ArrayList<>()).add(rows[i]);
            }
        }
        return regions;
    }

    /** The graph of one case: its rows follow each other, and no edge leaves them. */
    private static Graph part(Graph graph, int[] rows) {
        int first = rows[0];
        int from = graph.starts()[first];
        int[] starts = new int[rows.length + 1];
        for (int i = 0; i <= rows.length; i++) {
            starts[i] = graph.starts()[first + i] - from;
        }
        int to = from + starts[rows.length];
        int[] neighbours = Arrays.stream(graph.neighbours(), from, to)
                .map(node -> node - first)
                .toArray();
        return new Graph(rows.length, starts, neighbours, Arrays.copyOfRange(graph.weights(), from, to));
    }

    private static int majority(int[] rows, int[] structureOf, int structures) {
        int[] counts = new int[structures];
        int best = 0;
        for (int row : rows) {
            counts[structureOf[row]]++;
        }
        for (int structure = 1; structure < structures; structure++) {
            best = counts[structure] > counts[best] ? structure : best;
        }
        return best;
    }

    private static DenseMatrix means(List<int[]> members, DenseMatrix vectors) {
        int width = vectors.columns();
        DenseMatrix means = DenseMatrix.zeros(members.size(), width);
        double[] sum = new double[width];
        for (int region = 0; region < members.size(); region++) {
            Arrays.fill(sum, 0);
            for (int row : members.get(region)) {
                for (int j = 0; j < width; j++) {
                    sum[j] += vectors.get(row, j);
                }
            }
            for (int j = 0; j < width; j++) {
                means.values()[region * width + j] = (float) (sum[j] / members.get(region).length);
            }
        }
        return means;
    }
}
