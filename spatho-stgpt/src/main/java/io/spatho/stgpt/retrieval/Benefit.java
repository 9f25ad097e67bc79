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

    private static final String HARMS = "retrieval harms";
    private static final String NO_HELP = "retrieval does not help";
    private static final String SHUFFLED = "retrieval does not help: shuffled cells do as well";
    private static final String UNDECIDED = "not decided: too few spatial blocks";

    /** What a verdict means for whoever reads a prediction, in a sentence. */
    static String caveat(String verdict) {
        return switch (verdict) {
            case HELPS ->
                "On held-out tissue of the training, looking up reference cells made the error smaller than without"
                        + " them and than with shuffled cells; no other tissue was judged.";
            case HARMS ->
                "On held-out tissue of the training, looking up reference cells made the error larger: the cells"
                        + " found are no support for the values.";
            case NO_HELP ->
                "On held-out tissue of the training, looking up reference cells did not make the error smaller: the"
                        + " cells found are no support for the values.";
            case SHUFFLED ->
                "On held-out tissue of the training, shuffled reference cells did as well as those looked up: the"
                        + " cells found are no support for the values.";
            default -> "The training could not tell whether looking up reference cells makes the error smaller.";
        };
    }

    String verdict() {
        if (overPlain.interval().isEmpty()) {
            return UNDECIDED;
        }
        if (overPlain.isBelowZero()) {
            return HARMS;
        }
        if (!overPlain.isAboveZero()) {
            return NO_HELP;
        }
        return overShuffled.isAboveZero() ? HELPS : SHUFFLED;
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
