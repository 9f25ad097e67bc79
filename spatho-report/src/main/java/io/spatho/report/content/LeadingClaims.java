package io.spatho.report.content;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sentences a report opens with when nobody has written any: summaries of the evidence, first of the kinds that a pathologist
 * asks for first, then of any other kind, what concerns the whole slide before structures, genes, pairs and regions; evidence that
 * passed its checks before other; at most a few of each kind. What only says how a number was computed is left to the evidence list.
 */
public final class LeadingClaims {

    private static final int MOST = 18;
    private static final int MOST_OF_A_KIND = 3;
    private static final List<Unit> UNITS =
            List.of(Unit.SLIDE, Unit.STRUCTURE, Unit.GENE, Unit.PAIR, Unit.REGION, Unit.CELL);
    private static final List<String> FIRST = List.of(
            "quality_control",
            "conflict",
            "expression_clusters",
            "cluster_annotation",
            "tissue_domains",
            "structure",
            "region_support",
            "region_outlier",
            "phenotype",
            "spatial_autocorrelation",
            "hot_spots",
            "neighborhood_enrichment",
            "neighbourhood_stability",
            "neighbourhood_entropy",
            "bivariate_moran",
            "ligand_receptor",
            "model_validation",
            "region_embeddings");
    private static final List<String> TECHNICAL = List.of(
            "case",
            "expression_components",
            "neighbour_graphs",
            "cell_table",
            "cell_embeddings",
            "review_need",
            "retrieval_trace");

    private LeadingClaims() {}

    private static int interest(Evidence item) {
        int place = FIRST.indexOf(item.statement().type());
        return place < 0 ? FIRST.size() : place;
    }

    /** The claims; evidence with equal summaries makes one claim. */
    public static List<Claim> from(List<Evidence> evidence) {
        List<Evidence> ordered = new ArrayList<>(evidence.stream()
                .filter(item -> !TECHNICAL.contains(item.statement().type()))
                .toList());
        ordered.sort(Comparator.comparingInt(LeadingClaims::interest)
                .thenComparing(item -> UNITS.indexOf(item.statement().unit()))
                .thenComparing(item -> item.statement().qcStatus() != QcStatus.PASS));
        Map<String, List<String>> sentences = new LinkedHashMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (Evidence item : ordered) {
            String sentence = item.statement().summary();
            boolean isKnown = sentences.containsKey(sentence);
            boolean hasRoom = sentences.size() < MOST
                    && kinds.getOrDefault(item.statement().type(), 0) < MOST_OF_A_KIND;
            if (!isKnown && hasRoom) {
                kinds.merge(item.statement().type(), 1, Integer::sum);
                sentences.put(sentence, new ArrayList<>());
            }
            if (isKnown || hasRoom) {
                sentences.get(sentence).add(item.id());
            }
        }
        List<Claim> claims = new ArrayList<>();
        sentences.forEach((sentence, ids) -> claims.add(new Claim(sentence, ids)));
        return claims;
    }
}
