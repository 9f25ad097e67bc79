package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.stgpt.engine.AdamWSettings;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.train.CosineSchedule;
import io.spatho.stgpt.train.CourseSettings;
import io.spatho.stgpt.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How expression is predicted and learnt.
 *
 * @param fusion how fields of view are brought together
 * @param decoder what makes genes of them
 * @param loss what is made small
 * @param width numbers for each observation inside the network; a multiple of 4
 * @param patch most observations that are looked at together
 * @param patches patches in a step
 * @param steps most steps
 * @param every steps between two looks at the validation data
 * @param patience looks without a new best after which training ends
 * @param rate highest learning rate
 * @param seed of first weights and order
 * @param precision of products and attention; weights, norms, losses and what the optimizer does stay float32
 */
public record ExpressionSettings(
        Fusion fusion,
        Decoder decoder,
        Loss loss,
        int width,
        int patch,
        int patches,
        int steps,
        int every,
        int patience,
        double rate,
        long seed,
        Precision precision) {

    /** Heads of every attention. */
    static final int HEADS = 4;

    private static final String PRECISION = "precision";
    private static final int MOST_WIDTH = 4096;
    private static final int MOST_PATCH = 1024;
    private static final double WEIGHT_DECAY = 1e-4;

    /** How fields of view are brought together. */
    public enum Fusion {
        /** The finest field asks all fields of the patch; where an observation lies is kept. */
        ATTENTION,
        /** Each field has a gate for each observation. */
        GATED,
        /** From the widest field to the finest, each asks what came before. */
        HIERARCHICAL;

        /** The name used in files and options. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What makes genes of fused fields. */
    public enum Decoder {
        /** One affine map. */
        LINEAR,
        /** A small U-Net on the grid of bins. */
        UNET,
        /** Convolution, transformer and graph side by side, after Hist2ST (Zeng et al. 2022). */
        HIST2ST;

        /** The name used in files and options. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is made small; see {@link io.spatho.stgpt.loss.ExpressionLoss}. */
    public enum Loss {
        /** Squared error of logarithms. */
        MSE,
        /** Poisson's likelihood. */
        POISSON,
        /** The negative binomial's likelihood. */
        NB,
        /** The likelihood of the zero-inflated negative binomial. */
        ZINB,
        /** Squared error of logarithms that looks at large errors and at what is there. */
        FOCAL_MSE,
        /** The zero-inflated likelihood that looks at large losses. */
        FOCAL_ZINB,
        /** Poisson's likelihood at the pitch and of squares 4 and 16 times as wide. */
        MULTI_RESOLUTION;

        /** The name used in files and options. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean hasTheta() {
            return this == NB || hasZeros();
        }

        boolean hasZeros() {
            return this == ZINB || this == FOCAL_ZINB;
        }
    }

    public ExpressionSettings {
        boolean isShaped =
                width >= HEADS && width % HEADS == 0 && width <= MOST_WIDTH && patch >= 2 && patch <= MOST_PATCH;
        if (!isShaped || patches < 1 || steps < 1 || every < 1 || patience < 0 || !(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("width " + width + ", patch " + patch + ", steps " + steps);
        }
    }

    /** Settings whose products are float32. */
    public ExpressionSettings(
            Fusion fusion,
            Decoder decoder,
            Loss loss,
            int width,
            int patch,
            int patches,
            int steps,
            int every,
            int patience,
            double rate,
            long seed) {
        this(fusion, decoder, loss, width, patch, patches, steps, every, patience, rate, seed, Precision.FLOAT32);
    }

    /** Cross-scale attention, a linear decoder and Poisson's likelihood. */
    public static ExpressionSettings standard(long seed) {
        return new ExpressionSettings(
                Fusion.ATTENTION, Decoder.LINEAR, Loss.POISSON, 64, 64, 4, 400, 20, 6, 1e-3, seed);
    }

    /** The same with other parts. */
    public ExpressionSettings with(Fusion otherFusion, Decoder otherDecoder, Loss otherLoss) {
        return new ExpressionSettings(
                otherFusion,
                otherDecoder,
                otherLoss,
                width,
                patch,
                patches,
                steps,
                every,
                patience,
                rate,
                seed,
                precision);
    }

    /** The same with at most so many steps. */
    public ExpressionSettings withSteps(int most) {
        return new ExpressionSettings(
                fusion,
                decoder,
                loss,
                width,
                patch,
                patches,
                most,
                Math.min(every, most),
                patience,
                rate,
                seed,
                precision);
    }

    /** The same with products in another format. */
    public ExpressionSettings with(Precision format) {
        return new ExpressionSettings(
                fusion, decoder, loss, width, patch, patches, steps, every, patience, rate, seed, format);
    }

    TrainingSettings training() {
        return new TrainingSettings(
                new CosineSchedule(rate, Math.min(10, steps), steps, 0.05),
                new AdamWSettings(rate, 0.9, 0.999, 1e-8, WEIGHT_DECAY),
                1,
                PatchBatch.batches(patches, patch),
                precision == Precision.FLOAT16);
    }

    CourseSettings course() {
        return CourseSettings.every(every, steps, patience, every);
    }

    /** Settings that {@link #document} wrote. */
    static ExpressionSettings read(JsonNode node, Path file) {
        try {
            return new ExpressionSettings(
                    Fusion.valueOf(upper(node, "fusion")),
                    Decoder.valueOf(upper(node, "decoder")),
                    Loss.valueOf(upper(node, "loss")),
                    node.path("width").asInt(),
                    node.path("patch").asInt(),
                    node.path("patches").asInt(),
                    node.path("steps").asInt(),
                    node.path("every").asInt(),
                    node.path("patience").asInt(),
                    node.path("rate").asDouble(),
                    node.path("seed").asLong(),
                    node.has(PRECISION) ? Precision.valueOf(upper(node, PRECISION)) : Precision.FLOAT32);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    Problem.of("impossible settings: " + e.getMessage()).at(file), e);
        }
    }

    private static String upper(JsonNode node, String key) {
        return node.path(key).asText().toUpperCase(Locale.ROOT);
    }

    /** The settings as JSON; the format of products is named where it is not float32, so that models of before it could be chosen stay whole. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object()
                .put("fusion", fusion.id())
                .put("decoder", decoder.id())
                .put("loss", loss.id())
                .put("width", width)
                .put("patch", patch)
                .put("patches", patches)
                .put("steps", steps)
                .put("every", every)
                .put("patience", patience)
                .put("rate", rate)
                .put("seed", seed);
        return precision == Precision.FLOAT32
                ? node
                : node.put(PRECISION, precision.name().toLowerCase(Locale.ROOT));
    }
}
