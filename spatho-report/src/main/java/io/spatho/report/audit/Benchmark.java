package io.spatho.report.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two ways of writing compared over samples by the five metrics: GO when the candidate wins at least three and none of its texts has a
 * critical fault. A tie is no win.
 *
 * @param base audits of the texts compared with
 * @param candidate audits of the texts to be judged, of the same samples in the same order
 */
public record Benchmark(List<AuditReport> base, List<AuditReport> candidate) {

    public Benchmark {
        base = List.copyOf(base);
        candidate = List.copyOf(candidate);
        if (base.isEmpty() || base.size() != candidate.size()) {
            throw new IllegalArgumentException(
                    "a benchmark needs the same number of texts on both sides, at least one");
        }
    }

    /** Which side wins each metric: {@code base}, {@code candidate} or {@code tie}. */
    public Map<String, String> winners() {
        Map<String, Double> first = rates(base);
        Map<String, Double> second = rates(candidate);
        Map<String, String> winners = new LinkedHashMap<>();
        first.forEach((metric, rate) -> {
            int order = Double.compare(second.get(metric), rate);
            winners.put(metric, order > 0 ? "candidate" : order < 0 ? "base" : "tie");
        });
        return winners;
    }

    private static Map<String, Double> rates(List<AuditReport> audits) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (AuditReport audit : audits) {
            audit.metrics().byName().forEach((metric, passed) -> rates.merge(metric, passed ? 1.0 : 0.0, Double::sum));
        }
        rates.replaceAll((metric, passed) -> passed / audits.size());
        return rates;
    }

    /** Whether the candidate may be used. */
    public boolean isGo() {
        return won() >= FiveMetrics.NEEDED && candidate.stream().allMatch(AuditReport::passes);
    }

    private long won() {
        return winners().values().stream().filter("candidate"::equals).count();
    }

    /** The comparison as JSON. */
    public ObjectNode toJson() {
        long faulty = candidate.stream().filter(audit -> !audit.passes()).count();
        ObjectNode node = CanonicalJson.object()
                .put("n_samples", base.size())
                .put("go_decision", isGo() ? "GO" : "NO_GO")
                .put(
                        "go_reason",
                        "The candidate wins " + won() + " of 5 metrics; " + faulty
                                + " of its texts have critical findings.");
        ObjectNode winners = node.putObject("winner_per_metric");
        winners().forEach(winners::put);
        ObjectNode results = node.putObject("results");
        side(results.putObject("base"), base);
        side(results.putObject("candidate"), candidate);
        return node;
    }

    private static void side(ObjectNode node, List<AuditReport> audits) {
        ArrayNode samples = node.putArray("per_sample");
        audits.forEach(audit -> samples.add(audit.metrics().toJson()));
        ObjectNode aggregate = node.putObject("aggregate");
        rates(audits).forEach((metric, rate) -> aggregate.put(metric + "_pass_rate", rate));
        double overall = rates(audits).values().stream()
                .mapToDouble(rate -> rate)
                .average()
                .orElse(0);
        aggregate.put("overall_pass_rate", overall);
    }
}
