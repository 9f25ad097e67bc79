package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/**
 * How domains are trained into the latent space after the variational training (deep embedded clustering).
 *
 * @param clusters number of domains; 0 for none
 * @param steps most steps, each over all spots
 * @param weight of the divergence of assignments from their target, in the sum with the evidence lower bound
 */
public record ClusteringSettings(int clusters, int steps, double weight) {

    /** No embedded clustering. */
    public static final ClusteringSettings NONE = new ClusteringSettings(0, 100, 5);

    private static final int MOST_CLUSTERS = 200;
    private static final int MOST_STEPS = 100_000;

    public ClusteringSettings {
        boolean count = clusters == 0 || (clusters >= 2 && clusters <= MOST_CLUSTERS);
        if (!count || steps < 1 || steps > MOST_STEPS || !(weight > 0)) {
            throw new IllegalArgumentException("clusters " + clusters + ", steps " + steps + ", weight " + weight);
        }
    }

    /** The usual steps and weight. */
    public static ClusteringSettings of(int clusters) {
        return new ClusteringSettings(clusters, NONE.steps, NONE.weight);
    }

    /** Whether there is any. */
    public boolean isOn() {
        return clusters > 0;
    }

    ObjectNode document() {
        return CanonicalJson.object()
                .put("clusters", clusters)
                .put("most_steps", steps)
                .put("weight", weight);
    }

    static ClusteringSettings read(JsonNode node) {
        return node.isMissingNode()
                ? NONE
                : new ClusteringSettings(
                        node.path("clusters").asInt(),
                        node.path("most_steps").asInt(),
                        node.path("weight").asDouble());
    }
}
