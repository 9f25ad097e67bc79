package io.spatho.core.analysis;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionAdjacency;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tables under {@code regions/}, with the column names that downstream consumers read. */
final class RegionTables {

    private RegionTables() {}

    /** The rows of the membership table by region id, then cell id, in batches that are made when they are written. */
    static void membership(RegionTool.Result result, String[] cellIds, TableSink sink) {
        int[] rankOf = ranks(cellIds);
        List<CellMembership> members = result.members();
        int[] starts = starts(members, result.regions().size());
        Batch batch = new Batch(sink);
        for (int region : order(result.regions().stream().map(Region::id).toArray(String[]::new))) {
            int from = starts[region];
            // The rank of the cell above, the row below: sorting the numbers sorts the rows.
            long[] rows = new long[starts[region + 1] - from];
            Arrays.setAll(rows, i -> ((long) rankOf[members.get(from + i).cell()] << Integer.SIZE) | (from + i));
            Arrays.sort(rows);
            for (long row : rows) {
                CellMembership member = members.get((int) row);
                batch.add(result.regions().get(region).id(), cellIds[member.cell()], member);
            }
        }
        batch.flush();
    }

    /** An empty table with the columns of the membership table. */
    static Table membershipColumns() {
        return new Batch(null).table(0);
    }

    private static int[] order(String[] ids) {
        return IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparing(i -> ids[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] ranks(String[] ids) {
        int[] order = order(ids);
        int[] ranks = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }

    private static int[] starts(List<CellMembership> members, int regions) {
        int[] starts = new int[regions + 1];
        members.forEach(member -> starts[member.region() + 1]++);
        for (int region = 0; region < regions; region++) {
            starts[region + 1] += starts[region];
        }
        return starts;
    }

    /** Some rows of the membership table. */
    private static final class Batch {
        private static final int ROWS = 1 << 16;

        private final TableSink sink;
        private final String[] regions = new String[ROWS];
        private final String[] cells = new String[ROWS];
        private final String[] roles = new String[ROWS];
        private final double[] weights = new double[ROWS];
        private final double[] distances = new double[ROWS];
        private int size;

        Batch(TableSink sink) {
            this.sink = sink;
        }

        void add(String region, String cell, CellMembership member) {
            regions[size] = region;
            cells[size] = cell;
            roles[size] = member.role().id();
            weights[size] = member.weight();
            distances[size++] = member.distanceUm();
            if (size == ROWS) {
                flush();
            }
        }

        void flush() {
            sink.append(table(size));
            size = 0;
        }

        Table table(int rows) {
            return Table.ofRows(rows)
                    .with("region_id", new Column.Strings(Arrays.copyOf(regions, rows)))
                    .with("cell_id", new Column.Strings(Arrays.copyOf(cells, rows)))
                    .with("role", new Column.Strings(Arrays.copyOf(roles, rows)))
                    .with("weight", new Column.Doubles(Arrays.copyOf(weights, rows)))
                    .with("distance_um", new Column.Doubles(Arrays.copyOf(distances, rows)));
        }
    }

    static Table molecularSummary(RegionTool.Result result, List<String> genes) {
        DenseMatrix means = result.summary().means();
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("region_id", ids(result.regions()));
        columns.put("n_cells", new Column.Ints(result.summary().cells()));
        for (int gene = 0; gene < genes.size(); gene++) {
            columns.put("gene_" + genes.get(gene), new Column.Floats(means.column(gene)));
        }
        columns.put("missingness", new Column.Doubles(result.summary().missingness()));
        return sorted(Table.of(result.regions().size(), columns));
    }

    static Table neighbours(List<Region> regions, List<RegionAdjacency> inAnyOrder) {
        List<RegionAdjacency> pairs = inAnyOrder.stream()
                .sorted(Comparator.comparing(
                        pair -> regions.get(pair.neighbour()).id()))
                .toList();
        int n = pairs.size();
        String[] ids = new String[n];
        String[] others = new String[n];
        String[] relations = new String[n];
        double[] distances = new double[n];
        double[] shared = new double[n];
        for (int i = 0; i < n; i++) {
            RegionAdjacency pair = pairs.get(i);
            ids[i] = regions.get(pair.region()).id();
            others[i] = regions.get(pair.neighbour()).id();
            relations[i] = pair.relation().id();
            distances[i] = pair.distanceUm();
            shared[i] = pair.sharedBoundaryUm();
        }
        return sorted(Table.ofRows(n)
                .with("region_id", new Column.Strings(ids))
                .with("neighbor_id", new Column.Strings(others))
                .with("relation", new Column.Strings(relations))
                .with("distance_um", new Column.Doubles(distances))
                .with("shared_boundary_um", new Column.Doubles(shared)));
    }

    /** Regions with an embedding each: the identifying columns that consumers expect, then {@code emb_0 … emb_{d-1}}. */
    static Table embeddings(RegionTool.Result result, DenseMatrix embeddings, String[] qcFlags) {
        List<Region> regions = result.regions();
        double[] x = new double[regions.size()];
        double[] y = new double[regions.size()];
        String[] labels = new String[regions.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = regions.get(i).geometry().getCentroid().getX();
            y[i] = regions.get(i).geometry().getCentroid().getY();
            labels[i] = regions.get(i).label();
        }
        Table table = Table.ofRows(regions.size())
                .with("region_id", ids(regions))
                .with("x", new Column.Doubles(x))
                .with("y", new Column.Doubles(y))
                .with("structure_label", new Column.Strings(labels))
                .with("n_cells", new Column.Ints(result.summary().cells()))
                .with("qc_flag", new Column.Strings(qcFlags));
        return sorted(EmbeddingColumns.append(table, embeddings));
    }

    private static Column.Strings ids(List<Region> regions) {
        return new Column.Strings(regions.stream().map(Region::id).toArray(String[]::new));
    }

    /** The rows in order of the first column and, for equal values, of their earlier order. */
    private static Table sorted(Table table) {
        String[] ids = table.strings(table.names().get(0));
        return table.select(IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparing(row -> ids[row]))
                .mapToInt(Integer::intValue)
                .toArray());
    }
}
