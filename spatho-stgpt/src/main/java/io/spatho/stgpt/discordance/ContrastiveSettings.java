package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/**
 * How the encoders of genes and pictures are brought together before the variational training.
 *
 * @param epochs steps over all training spots; 0 for none
 * @param temperature that cosines are divided by
 * @param block spots among which each one's partner is looked for, all of one slide
 */
public record ContrastiveSettings(int epochs, double temperature, int block) {

    /** No contrastive training. */
    public static final ContrastiveSettings NONE = new ContrastiveSettings(0, 0.1, 256);

    private static final int MOST_EPOCHS = 100_000;

    public ContrastiveSettings {
        if (epochs < 0 || epochs > MOST_EPOCHS || !(temperature > 0 && temperature <= 10) || block < 2) {
            throw new IllegalArgumentException(
                    "contrastive epochs " + epochs + ", temperature " + temperature + ", block " + block);
        }
    }

    /** Temperature 0.1 and blocks of 256 spots. */
    public static ContrastiveSettings of(int epochs) {
        return new ContrastiveSettings(epochs, NONE.temperature, NONE.block);
    }

    /** Whether there is any. */
    public boolean isOn() {
        return epochs > 0;
    }

    ObjectNode document() {
        return CanonicalJson.object()
                .put("epochs", epochs)
                .put("temperature", temperature)
                .put("block", block);
    }

    static ContrastiveSettings read(JsonNode node) {
        return node.isMissingNode()
                ? NONE
                : new ContrastiveSettings(
                        node.path("epochs").asInt(),
                        node.path("temperature").asDouble(),
                        node.path("block").asInt());
    }
}
