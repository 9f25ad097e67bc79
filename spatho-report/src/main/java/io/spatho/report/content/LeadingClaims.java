package io.spatho.report.content;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sentences a report opens with when nobody has written any: summaries of the evidence, what a reader asks for
 * first comes first, evidence that passed its checks before other, at most a few of each kind, and nothing about how the work was
 * done unless there is nothing else.
 */
public final class LeadingClaims {

    private static final int MOST = 24;
    private static final int MOST_OF_A_KIND = 3;

    /** Kinds that a reader asks for first; what is not named follows, and how the work was done comes last. */
    private static final List<String> KINDS = List.of(
            "case",
            "quality_control",
            "structure",
            "cluster_annotation",
            "spatial_autocorrelation",
            "neighborhood_enrichment",
            "neighbourhood_entropy",
            "region_support",
            "region_outlier",
            "model_validation");

    private static final Set<String> TECHNICAL =
            Set.of("expression_components", "neighbour_graphs", "cell_table", "region_embeddings");
    private static final List<Unit> ORDER =
            List.of(Unit.SLIDE, Unit.STRUCTURE, Unit.PAIR, Unit.GENE, Unit.REGION, Unit.CELL);

    private LeadingClaims() {}

    /** The claims; evidence with equal summaries makes one claim. */
    public static List<Claim> from(List<Evidence> evidence) {
        List<Evidence> ordered = new ArrayList<>(evidence);
        ordered.removeIf(item -> TECHNICAL.contains(item.statement().type()));
        if (ordered.isEmpty()) {
            ordered.addAll(evidence);
        }
        ordered.sort(
                Comparator.comparingInt((Evidence item) -> rank(item.statement().type()))
                        .thenComparing(item -> ORDER.indexOf(item.statement().unit()))
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

    private static int rank(String kind) {
        int known = KINDS.indexOf(kind);
        return known < 0 ? KINDS.size() : known;
    }
}
