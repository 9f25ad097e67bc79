package io.spatho.core.analysis;

import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionAdjacency;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tables under {@code regions/}, with the column names that downstream consumers read. */
final class RegionTables {

    private RegionTables() {}

    static Table membership(RegionTool.Result result, String[] cellIds) {
        List<CellMembership> members = result.members().stream()
                .sorted(Comparator.<CellMembership, String>comparing(
                                member -> result.regions().get(member.region()).id())
                        .thenComparing(member -> cellIds[member.cell()]))
                .toList();
        int n = members.size();
        String[] regions = new String[n];
        String[] cells = new String[n];
        String[] roles = new String[n];
        double[] weights = new double[n];
        double[] distances = new double[n];
        for (int i = 0; i < n; i++) {
            CellMembership member = members.get(i);
            regions[i] = result.regions().get(member.region()).id();
            cells[i] = cellIds[member.cell()];
            roles[i] = member.role().id();
            weights[i] = member.weight();
            distances[i] = member.distanceUm();
        }
        return Table.ofRows(n)
                .with("region_id", new Column.Strings(regions))
                .with("cell_id", new Column.Strings(cells))
                .with("role", new Column.Strings(roles))
                .with("weight", new Column.Doubles(weights))
                .with("distance_um", new Column.Doubles(distances));
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

    static Table neighbours(List<Region> regions, List<RegionAdjacency> pairs) {
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
