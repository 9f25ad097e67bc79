package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.qc.MetricComparison;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolContext;
import java.util.List;
import java.util.OptionalDouble;

/** Writes the platform's own metrics beside ours to {@code analysis/platform_metrics.json}, with the evidence of how far they agree. */
final class PlatformMetricsReport {

    static final String FILE = "analysis/platform_metrics.json";

    private static final double CLOSE = 0.01;

    private PlatformMetricsReport() {}

    static void write(ToolContext context, String platform, List<MetricComparison> metrics) {
        if (metrics.isEmpty()) {
            return;
        }
        ObjectNode node = CanonicalJson.object();
        node.put("platform", platform);
        ArrayNode rows = node.putArray("metrics");
        int compared = 0;
        int close = 0;
        for (MetricComparison metric : metrics) {
            ObjectNode row = rows.addObject().put("name", metric.name()).put("text", metric.text());
            put(row, "platform", metric.platform());
            put(row, "ours", metric.ours());
            put(row, "difference", metric.difference());
            row.put("basis", metric.basis());
            if (metric.difference().isPresent()) {
                compared++;
                double scale = Math.max(Math.abs(metric.platform().getAsDouble()), 1e-12);
                close += Math.abs(metric.difference().getAsDouble()) <= CLOSE * scale ? 1 : 0;
            }
        }
        node.put("compared", compared);
        node.put("within_one_percent", close);
        Artifact artifact = context.store().json(FILE, Origin.MEASURED, node);
        context.evidence(Unit.SLIDE, "slide", "platform_metrics")
                .value(CanonicalJson.object()
                        .put("metrics", metrics.size())
                        .put("compared", compared)
                        .put("within_one_percent", close))
                .summary("Of " + Words.count(metrics.size(), "number") + " that the platform's software published, "
                        + compared + " are measured here as well and " + close + " of them agree within 1 %.")
                .restsOn(artifact, "metrics")
                .measured();
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
