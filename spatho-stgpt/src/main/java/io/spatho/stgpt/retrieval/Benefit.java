package io.spatho.stgpt.retrieval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;

/**
 * Whether looking reference cells up helps. A network that looks cells up is also a little larger and learns a query besides, which may
 * help by itself; so it must beat the network without and the same network whose cells have exchanged their expression.
 *
 * @param overPlain gain over the network without reference cells
 * @param overShuffled gain over the network with shuffled cells
 */
record Benefit(Gain overPlain, Gain overShuffled) {

    static final String HELPS = "retrieval helps";

    String verdict() {
        if (overPlain.interval().isEmpty()) {
            return "not decided: too few spatial blocks";
        }
        if (overPlain.isBelowZero()) {
            return "retrieval harms";
        }
        if (!overPlain.isAboveZero()) {
            return "retrieval does not help";
        }
        return overShuffled.isAboveZero() ? HELPS : "retrieval does not help: shuffled cells do as well";
    }

    ObjectNode json() {
        ObjectNode node = json(overPlain);
        node.set("over_shuffled", json(overShuffled));
        return node.put("blocks", overPlain.groups()).put("verdict", verdict());
    }

    private static ObjectNode json(Gain gain) {
        ObjectNode node = CanonicalJson.object();
        if (Double.isFinite(gain.mean())) {
            node.put("mean_squared_error_saved", gain.mean());
        } else {
            node.putNull("mean_squared_error_saved");
        }
        gain.interval()
                .ifPresentOrElse(
                        found -> node.putObject("interval")
                                .put("lower", found.lower())
                                .put("upper", found.upper())
                                .put("level", found.level())
                                .put("method", found.method()),
                        () -> node.putNull("interval"));
        return node;
    }
}
