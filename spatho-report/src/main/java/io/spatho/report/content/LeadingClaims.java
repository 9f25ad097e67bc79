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
 * The sentences a report opens with when nobody has written any: summaries of the evidence, what concerns the whole slide first,
 * then structures, pairs, genes and regions; evidence that passed its checks before other; at most a few of each kind.
 */
public final class LeadingClaims {

    private static final int MOST = 18;
    private static final int MOST_OF_A_KIND = 3;
    private static final List<Unit> ORDER =
            List.of(Unit.SLIDE, Unit.STRUCTURE, Unit.PAIR, Unit.GENE, Unit.REGION, Unit.CELL);

    private LeadingClaims() {}

    /** The claims; evidence with equal summaries makes one claim. */
    public static List<Claim> from(List<Evidence> evidence) {
        List<Evidence> ordered = new ArrayList<>(evidence);
        ordered.sort(Comparator.comparingInt(
                        (Evidence item) -> ORDER.indexOf(item.statement().unit()))
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
