package io.spatho.report.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.report.mechanism.WordCount;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The five metrics of the benchmark.
 *
 * @param mechanism at least three terms of mechanism
 * @param research a term of research, or a citation that the bibliography has
 * @param mitigation at least two terms of therapy research
 * @param parroting risk of parroting is low
 * @param length 250 to 400 words
 */
public record FiveMetrics(boolean mechanism, boolean research, boolean mitigation, boolean parroting, boolean length) {

    /** How many metrics must be passed, or won. */
    public static final int NEEDED = 3;

    private static final int MECHANISMS = 3;
    private static final int MITIGATIONS = 2;
    private static final int SHORTEST = 250;
    private static final int LONGEST = 400;

    static FiveMetrics of(String text, Parroting parroting, boolean citesPublication) {
        int words = WordCount.of(text);
        return new FiveMetrics(
                Lexicons.CORE_MECHANISM.affirmed(text).size() >= MECHANISMS,
                citesPublication || !Lexicons.RESEARCH.affirmed(text).isEmpty(),
                Lexicons.MITIGATION.affirmed(text).size() >= MITIGATIONS,
                parroting.risk().equals("LOW"),
                words >= SHORTEST && words <= LONGEST);
    }

    /** The metrics by name, in order. */
    public Map<String, Boolean> byName() {
        Map<String, Boolean> metrics = new LinkedHashMap<>();
        metrics.put("moa", mechanism);
        metrics.put("research", research);
        metrics.put("mitigation", mitigation);
        metrics.put("parroting", parroting);
        metrics.put("length", length);
        return metrics;
    }

    /** How many are passed. */
    public int passed() {
        return (int) byName().values().stream().filter(passed -> passed).count();
    }

    ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object();
        byName().forEach(node::put);
        return node;
    }
}
