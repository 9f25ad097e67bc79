package io.spatho.stgpt.scgpt;

import io.spatho.stgpt.checkpoint.ModelArguments;
import io.spatho.stgpt.engine.EncoderShape.Norms;
import java.util.Optional;

/**
 * In what a scGPT network may differ from the published ones besides its sizes.
 *
 * @param values how a token's value enters
 * @param norms where layer norm stands in the transformer layers
 */
public record ScgptVariant(ValueStyle values, Norms norms) {

    /** How a token's value enters the network. */
    public enum ValueStyle {
        /** Two maps of the number, added to the gene's vector: the published models. */
        CONTINUOUS,
        /** A row of a table for each bin, added to the gene's vector. */
        CATEGORY,
        /** The gene's vector is multiplied by the number. */
        SCALING;

        /** The style of that name in {@code args.json}. */
        static Optional<ValueStyle> of(String name) {
            return switch (name) {
                case "continuous" -> Optional.of(CONTINUOUS);
                case "category" -> Optional.of(CATEGORY);
                case "scaling" -> Optional.of(SCALING);
                default -> Optional.empty();
            };
        }
    }

    /** The variant of the published models. */
    public static ScgptVariant published() {
        return new ScgptVariant(ValueStyle.CONTINUOUS, Norms.AFTER);
    }

    static Norms norms(ModelArguments arguments) {
        if (arguments.preNorm()) {
            return Norms.BEFORE_CARRIED;
        }
        return arguments.normFirst() ? Norms.BEFORE : Norms.AFTER;
    }
}
