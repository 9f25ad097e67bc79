package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import java.util.Optional;

/** Parts that the documents of training, evaluation and ablation share. */
public final class ExpressionDocuments {

    private ExpressionDocuments() {}

    /** What was looked at: observations, slides, genes, features. */
    static ObjectNode material(ExpressionMaterial material, Optional<String> encoder) {
        ObjectNode node = CanonicalJson.object();
        node.put("fingerprint", material.fingerprint().sha256())
                .put("observations", material.size())
                .put("pitch_um", material.places().pitch())
                .put("genes", material.genes().size())
                .put("features", material.places().names().size())
                .put("encoder", encoder.orElse(null));
        material.places().scales().forEach(node.putArray("fields_um")::add);
        for (String slide : material.slides().names()) {
            node.withArray("slides").add(slide);
        }
        return node;
    }

    /** Every figure with its interval and controls. */
    public static ObjectNode scores(ExpressionScores scores) {
        ObjectNode node = CanonicalJson.object();
        for (Kind kind : Kind.values()) {
            ExpressionScores.Figure figure = scores.of(kind);
            ObjectNode one = estimate(node.putObject(kind.id()), figure.value(), figure.interval());
            number(one, "label_shuffle", figure.shuffled());
            number(one, "spatial_shift", figure.shifted());
        }
        return node;
    }

    /** A value with its interval; what is undefined is null. */
    static ObjectNode estimate(ObjectNode node, double value, Optional<Uncertainty> interval) {
        number(node, "value", value);
        number(node, "lower", interval.map(Uncertainty::lower).orElse(Double.NaN));
        return number(node, "upper", interval.map(Uncertainty::upper).orElse(Double.NaN));
    }

    static ObjectNode number(ObjectNode node, String name, double value) {
        return Double.isFinite(value) ? node.put(name, value) : node.putNull(name);
    }
}
