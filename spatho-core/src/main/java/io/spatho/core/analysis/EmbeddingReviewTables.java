package io.spatho.core.analysis;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.embedding.AttentionPooling;
import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.embedding.SimilarRegions;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The tables behind {@link EmbeddingReviewTool}. */
final class EmbeddingReviewTables {

    private final EmbeddingReviewTool.Request request;
    private final ArtifactStore store;
    private final Origin origin;

    EmbeddingReviewTables(EmbeddingReviewTool.Request request, ArtifactStore store, Origin origin) {
        this.request = request;
        this.store = store;
        this.origin = origin;
    }

    /** Rows of pooled vectors under construction. */
    private static final class Pool {

        private final List<String> units = new ArrayList<>();
        private final List<String> parts = new ArrayList<>();
        private final List<String> poolings = new ArrayList<>();
        private final List<Integer> cells = new ArrayList<>();
        private final List<Double> effective = new ArrayList<>();
        private final List<double[]> vectors = new ArrayList<>();

        void add(String unit, String part, int members, AttentionPooling.Pooled pooled) {
            row(unit, part, "attention", members, pooled.effectiveMembers(), pooled.attention());
            double squares = 0;
            for (double share : pooled.meanWeights()) {
                squares += share * share;
            }
            row(unit, part, "mean", members, squares > 0 ? 1 / squares : 0, pooled.mean());
        }

        private void row(String unit, String part, String pooling, int members, double count, double[] vector) {
            units.add(unit);
            parts.add(part);
            poolings.add(pooling);
            cells.add(members);
            effective.add(count);
            vectors.add(vector);
        }

        Table table(String key, String partName, int width) {
            DenseMatrix matrix = DenseMatrix.zeros(vectors.size(), width);
            for (int row = 0; row < vectors.size(); row++) {
                for (int i = 0; i < width; i++) {
                    matrix.values()[row * width + i] = (float) vectors.get(row)[i];
                }
            }
            Table table = Table.ofRows(units.size())
                    .with(key, new Column.Strings(units.toArray(String[]::new)))
                    .with(partName, new Column.Strings(parts.toArray(String[]::new)))
                    .with("pooling", new Column.Strings(poolings.toArray(String[]::new)))
                    .with(
                            "n_cells",
                            new Column.Ints(
                                    cells.stream().mapToInt(Integer::intValue).toArray()))
                    .with(
                            "effective_cells",
                            new Column.Doubles(effective.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray()));
            return EmbeddingColumns.append(table, matrix);
        }
    }

    /** Regions pooled over their members, their boundary and their context ring; and the weight of each member. */
    void pooled() {
        List<Region> regions = request.regions().regions();
        List<List<CellMembership>> members = new ArrayList<>();
        regions.forEach(region -> members.add(new ArrayList<>()));
        request.regions().members().forEach(member -> members.get(member.region())
                .add(member));
        Pool pool = new Pool();
        List<String> regionIds = new ArrayList<>();
        List<String> cellIds = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        String[] ids = request.kept().cellIds();
        for (int region : order(regions)) {
            String id = regions.get(region).id();
            List<CellMembership> own = members.get(region);
            for (String part : List.of("boundary", "context", "members")) {
                List<CellMembership> chosen = own.stream()
                        .filter(member -> part.equals("members")
                                ? member.weight() > 0
                                : member.role().id().equals(part))
                        .sorted(Comparator.comparing(member -> ids[member.cell()]))
                        .toList();
                double[] given = chosen.stream()
                        .mapToDouble(member -> part.equals("members") ? member.weight() : 1)
                        .toArray();
                int[] cells = chosen.stream().mapToInt(CellMembership::cell).toArray();
                AttentionPooling.Pooled pooled =
                        AttentionPooling.pool(request.embedding().vectors(), cells, given);
                pool.add(id, part, cells.length, pooled);
                for (int i = 0; i < cells.length && part.equals("members"); i++) {
                    regionIds.add(id);
                    cellIds.add(ids[cells[i]]);
                    weights.add(new double[] {pooled.meanWeights()[i], pooled.attentionWeights()[i]});
                }
            }
        }
        int width = request.embedding().vectors().columns();
        store.table("regions/region_pooled_embeddings.parquet", origin, pool.table("region_id", "ring", width));
        store.table(
                "regions/region_pooling_weights.parquet",
                origin,
                Table.ofRows(weights.size())
                        .with("region_id", new Column.Strings(regionIds.toArray(String[]::new)))
                        .with("cell_id", new Column.Strings(cellIds.toArray(String[]::new)))
                        .with("mean_weight", column(weights, 0))
                        .with("attention_weight", column(weights, 1)));
    }

    private static Column.Doubles column(List<double[]> rows, int at) {
        return new Column.Doubles(rows.stream().mapToDouble(row -> row[at]).toArray());
    }

    private static int[] order(List<Region> regions) {
        return IntStream.range(0, regions.size())
                .boxed()
                .sorted(Comparator.comparing(region -> regions.get(region).id()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Structures pooled over all their observations, each counting the same. */
    void structures() {
        TreeMap<String, List<Integer>> cells = new TreeMap<>();
        for (int cell = 0; cell < request.structureOf().length; cell++) {
            cells.computeIfAbsent(request.structureOf()[cell], key -> new ArrayList<>())
                    .add(cell);
        }
        Pool pool = new Pool();
        cells.forEach((structure, rows) -> {
            int[] chosen = rows.stream().mapToInt(Integer::intValue).toArray();
            double[] equal = new double[chosen.length];
            Arrays.fill(equal, 1);
            pool.add(
                    structure,
                    "each observation counts the same",
                    chosen.length,
                    AttentionPooling.pool(request.embedding().vectors(), chosen, equal));
        });
        int width = request.embedding().vectors().columns();
        store.table("regions/structure_embeddings.parquet", origin, pool.table("structure_label", "weighting", width));
    }

    Artifact coherence(EmbeddingFindings findings) {
        List<String> kinds = new ArrayList<>();
        List<String> units = new ArrayList<>();
        List<BlockBootstrap.Mean> means = new ArrayList<>();
        new TreeMap<>(findings.coherence()).forEach((kind, of) -> new TreeMap<>(of).forEach((unit, mean) -> {
            kinds.add(kind);
            units.add(unit);
            means.add(mean);
        }));
        return store.table(
                "regions/embedding_coherence.parquet",
                origin,
                Table.ofRows(means.size())
                        .with("unit", new Column.Strings(kinds.toArray(String[]::new)))
                        .with("unit_id", new Column.Strings(units.toArray(String[]::new)))
                        .with(
                                "n_cells",
                                new Column.Ints(means.stream()
                                        .mapToInt(BlockBootstrap.Mean::n)
                                        .toArray()))
                        .with("coherence", numbers(means, BlockBootstrap.Mean::value))
                        .with("lower", numbers(means, mean -> mean.interval()
                                .map(Uncertainty::lower)
                                .orElse(Double.NaN)))
                        .with("upper", numbers(means, mean -> mean.interval()
                                .map(Uncertainty::upper)
                                .orElse(Double.NaN)))
                        .with("level", numbers(means, mean -> mean.interval()
                                .map(Uncertainty::level)
                                .orElse(Double.NaN)))
                        .with(
                                "method",
                                new Column.Strings(means.stream()
                                        .map(mean -> mean.interval()
                                                .map(Uncertainty::method)
                                                .orElse("none"))
                                        .toArray(String[]::new))));
    }

    private static Column.Doubles numbers(List<BlockBootstrap.Mean> means, ToDoubleFunction<BlockBootstrap.Mean> of) {
        return new Column.Doubles(means.stream().mapToDouble(of).toArray());
    }

    /** Boundary observations that look more like another structure than like their own. */
    Artifact ambiguous(EmbeddingFindings findings) {
        String[] ids = request.kept().cellIds();
        List<String> names = List.copyOf(new TreeSet<>(List.of(request.structureOf())));
        List<CellMembership> rows = request.regions().members().stream()
                .filter(member -> member.role() == CellMembership.Role.BOUNDARY)
                .filter(member -> findings.ambiguity().margin()[member.cell()] < 0)
                .sorted(Comparator.comparing((CellMembership member) -> ids[member.cell()])
                        .thenComparing(member ->
                                request.regions().regions().get(member.region()).id()))
                .toList();
        return store.table(
                "regions/ambiguous_boundary_cells.parquet",
                origin,
                Table.ofRows(rows.size())
                        .with("cell_id", texts(rows, member -> ids[member.cell()]))
                        .with("region_id", texts(rows, member -> request.regions()
                                .regions()
                                .get(member.region())
                                .id()))
                        .with("structure_label", texts(rows, member -> request.structureOf()[member.cell()]))
                        .with(
                                "nearest_structure",
                                texts(
                                        rows,
                                        member -> names.get(findings.ambiguity().nearest()[member.cell()])))
                        .with(
                                "margin",
                                new Column.Doubles(rows.stream()
                                        .mapToDouble(
                                                member -> findings.ambiguity().margin()[member.cell()])
                                        .toArray()))
                        .with(
                                "distance_um",
                                new Column.Doubles(rows.stream()
                                        .mapToDouble(CellMembership::distanceUm)
                                        .toArray())));
    }

    private static <T> Column.Strings texts(List<T> rows, Function<T, String> of) {
        return new Column.Strings(rows.stream().map(of).toArray(String[]::new));
    }

    /** The regions most alike in vectors, wherever they lie. */
    Artifact similar(EmbeddingFindings findings) {
        List<Region> regions = request.regions().regions();
        List<SimilarRegions.Pair> pairs = findings.similar().stream()
                .sorted(Comparator.comparing((SimilarRegions.Pair pair) ->
                                regions.get(pair.region()).id())
                        .thenComparingInt(SimilarRegions.Pair::rank))
                .toList();
        return store.table(
                "regions/region_similar.parquet",
                origin,
                Table.ofRows(pairs.size())
                        .with("region_id", texts(pairs, pair -> regions.get(pair.region())
                                .id()))
                        .with("similar_region_id", texts(pairs, pair -> regions.get(pair.similar())
                                .id()))
                        .with(
                                "rank",
                                new Column.Ints(pairs.stream()
                                        .mapToInt(SimilarRegions.Pair::rank)
                                        .toArray()))
                        .with(
                                "cosine",
                                new Column.Doubles(pairs.stream()
                                        .mapToDouble(SimilarRegions.Pair::cosine)
                                        .toArray()))
                        .with("structure_label", texts(pairs, pair -> regions.get(pair.region())
                                .label()))
                        .with("similar_structure_label", texts(pairs, pair -> regions.get(pair.similar())
                                .label())));
    }
}
