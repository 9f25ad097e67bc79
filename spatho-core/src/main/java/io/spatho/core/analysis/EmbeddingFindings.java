package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.embedding.BlockBootstrap;
import io.spatho.core.embedding.BoundaryAmbiguity;
import io.spatho.core.embedding.Coherence;
import io.spatho.core.embedding.SimilarRegions;
import io.spatho.core.embedding.SpatialAgreement;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionPooling;
import io.spatho.core.spatial.SpatialBlocks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one kind of vectors says of a case.
 *
 * @param coherence for each kind of unit (cluster, structure, region) the coherence of each unit
 * @param overall for each kind of unit the coherence over all observations
 * @param ambiguity how like each observation is to its own structure and to the nearest other
 * @param ambiguousShare share of boundary observations that look more like another structure
 * @param innerShare the same of inner observations
 * @param similar the most alike regions
 * @param acrossStructures share of regions whose most alike region is of another structure
 * @param agreement mean cosine with spatial neighbours
 * @param chance mean cosine with random observations
 */
record EmbeddingFindings(
        Map<String, Map<String, BlockBootstrap.Mean>> coherence,
        Map<String, BlockBootstrap.Mean> overall,
        BoundaryAmbiguity.Result ambiguity,
        BlockBootstrap.Mean ambiguousShare,
        BlockBootstrap.Mean innerShare,
        List<SimilarRegions.Pair> similar,
        BlockBootstrap.Mean acrossStructures,
        BlockBootstrap.Mean agreement,
        BlockBootstrap.Mean chance) {

    private static final int MOST_BLOCKS = 64;
    private static final int SIMILAR = 5;

    static EmbeddingFindings of(EmbeddingReviewTool.Request request, CellEmbedding embedding, long seed) {
        int n = request.kept().size();
        SpatialBlocks blocks =
                SpatialBlocks.of(request.kept().xUm(), request.kept().yUm(), MOST_BLOCKS);
        List<Region> regions = request.regions().regions();
        int[] regionOf = request.regions().regionOf(n);
        String[] regionIds = Arrays.stream(regionOf)
                .mapToObj(region -> region < 0 ? null : regions.get(region).id())
                .toArray(String[]::new);
        Map<String, Map<String, BlockBootstrap.Mean>> coherence = new LinkedHashMap<>();
        Map<String, BlockBootstrap.Mean> overall = new LinkedHashMap<>();
        Map<String, String[]> kinds = new LinkedHashMap<>();
        kinds.put("cluster", request.clusterOf());
        kinds.put("structure", request.structureOf());
        kinds.put("region", regionIds);
        kinds.forEach((kind, units) -> {
            List<String> names = names(units);
            int[] groupOf = groups(units, names);
            double[] cosines = Coherence.of(embedding.vectors(), groupOf, names.size());
            coherence.put(kind, each(cosines, groupOf, names, blocks, seed));
            overall.put(kind, BlockBootstrap.of(cosines, blocks, seed, "coherence-" + kind));
        });
        List<String> structures = names(request.structureOf());
        BoundaryAmbiguity.Result ambiguity =
                BoundaryAmbiguity.of(embedding.vectors(), groups(request.structureOf(), structures), structures.size());
        List<SimilarRegions.Pair> similar = SimilarRegions.of(
                RegionPooling.pool(embedding.vectors(), defined(request, embedding), regions.size()), SIMILAR);
        SpatialAgreement.Result agreement = SpatialAgreement.of(embedding.vectors(), request.spatial(), seed);
        return new EmbeddingFindings(
                coherence,
                overall,
                ambiguity,
                share(ambiguity, request, CellMembership.Role.BOUNDARY, blocks, seed),
                share(ambiguity, request, CellMembership.Role.INNER, blocks, seed),
                similar,
                across(similar, regions, seed),
                BlockBootstrap.of(agreement.neighbours(), blocks, seed, "spatial-agreement"),
                BlockBootstrap.of(agreement.random(), blocks, seed, "spatial-agreement-random"));
    }

    private static List<CellMembership> defined(EmbeddingReviewTool.Request request, CellEmbedding embedding) {
        return request.regions().members().stream()
                .filter(member -> embedding.vectors().columns() > 0
                        && !Float.isNaN(embedding.vectors().get(member.cell(), 0)))
                .toList();
    }

    private static List<String> names(String[] units) {
        TreeSet<String> names = new TreeSet<>();
        for (String unit : units) {
            if (unit != null) {
                names.add(unit);
            }
        }
        return List.copyOf(names);
    }

    private static int[] groups(String[] units, List<String> names) {
        Map<String, Integer> places = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i), i);
        }
        return Arrays.stream(units)
                .mapToInt(unit -> unit == null ? -1 : places.get(unit))
                .toArray();
    }

    private static Map<String, BlockBootstrap.Mean> each(
            double[] cosines, int[] groupOf, List<String> names, SpatialBlocks blocks, long seed) {
        int[][] rows = new int[names.size()][];
        int[] counts = new int[names.size()];
        for (int group : groupOf) {
            if (group >= 0) {
                counts[group]++;
            }
        }
        Arrays.setAll(rows, group -> new int[counts[group]]);
        Arrays.fill(counts, 0);
        for (int row = 0; row < groupOf.length; row++) {
            if (groupOf[row] >= 0) {
                rows[groupOf[row]][counts[groupOf[row]]++] = row;
            }
        }
        Map<String, BlockBootstrap.Mean> means = new LinkedHashMap<>();
        for (int group = 0; group < names.size(); group++) {
            double[] own =
                    Arrays.stream(rows[group]).mapToDouble(row -> cosines[row]).toArray();
            int[] blockOf =
                    Arrays.stream(rows[group]).map(row -> blocks.blockOf()[row]).toArray();
            SpatialBlocks theirs = new SpatialBlocks(blocks.blocks(), blockOf);
            means.put(names.get(group), BlockBootstrap.of(own, theirs, seed, "coherence-" + names.get(group)));
        }
        return means;
    }

    private static BlockBootstrap.Mean share(
            BoundaryAmbiguity.Result ambiguity,
            EmbeddingReviewTool.Request request,
            CellMembership.Role role,
            SpatialBlocks blocks,
            long seed) {
        double[] is = new double[ambiguity.margin().length];
        Arrays.fill(is, Double.NaN);
        for (CellMembership member : request.regions().members()) {
            double margin = ambiguity.margin()[member.cell()];
            if (member.role() == role && !Double.isNaN(margin)) {
                is[member.cell()] = margin < 0 ? 1 : 0;
            }
        }
        return BlockBootstrap.of(is, blocks, seed, "ambiguous-" + role.id());
    }

    /** Regions are the units here: each is its own block. */
    private static BlockBootstrap.Mean across(List<SimilarRegions.Pair> similar, List<Region> regions, long seed) {
        double[] is = new double[regions.size()];
        Arrays.fill(is, Double.NaN);
        for (SimilarRegions.Pair pair : similar) {
            if (pair.rank() == 1) {
                boolean same = regions.get(pair.region())
                        .label()
                        .equals(regions.get(pair.similar()).label());
                is[pair.region()] = same ? 0 : 1;
            }
        }
        int[] blockOf = new int[regions.size()];
        Arrays.setAll(blockOf, i -> i);
        return BlockBootstrap.of(is, new SpatialBlocks(regions.size(), blockOf), seed, "across-structures");
    }

    ObjectNode document() {
        ObjectNode node = CanonicalJson.object();
        ObjectNode units = node.putObject("coherence");
        overall.forEach((kind, mean) -> put(units, kind, mean));
        ObjectNode structures = node.putObject("structure_coherence");
        coherence.get("structure").forEach((name, mean) -> put(structures, name, mean));
        put(node, "ambiguous_boundary_share", ambiguousShare);
        put(node, "ambiguous_inner_share", innerShare);
        put(node, "most_alike_region_in_another_structure", acrossStructures);
        put(node, "spatial_agreement", agreement);
        put(node, "spatial_agreement_of_random_observations", chance);
        return node;
    }

    private static void put(ObjectNode parent, String name, BlockBootstrap.Mean mean) {
        ObjectNode node = parent.putObject(name);
        node.put("n", mean.n());
        JsonNumbers.put(node, "value", mean.value());
        JsonNumbers.put(node, "lower", mean.interval().map(Uncertainty::lower).orElse(Double.NaN));
        JsonNumbers.put(node, "upper", mean.interval().map(Uncertainty::upper).orElse(Double.NaN));
        JsonNumbers.put(node, "level", mean.interval().map(Uncertainty::level).orElse(Double.NaN));
        node.put("method", mean.interval().map(Uncertainty::method).orElse("none: fewer than three blocks"));
    }
}
