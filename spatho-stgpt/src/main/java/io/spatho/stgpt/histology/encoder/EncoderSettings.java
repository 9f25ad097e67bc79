package io.spatho.stgpt.histology.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a network encoder is and how its pictures are prepared.
 *
 * @param name its name
 * @param input side of its pictures in pixels
 * @param umPerPixel micrometres per pixel that it was trained at
 * @param mean of red, green and blue in 0 to 1, subtracted
 * @param deviation divided by
 * @param network its layers
 * @param document the settings as JSON
 */
public record EncoderSettings(
        String name,
        int input,
        double umPerPixel,
        float[] mean,
        float[] deviation,
        Network network,
        JsonNode document) {

    private static final String PRESETS = "encoders.json";
    private static final int MOST = 1 << 16;

    /** The layers of a network. */
    public sealed interface Network {
        /** How many numbers it gives. */
        int outputs();
    }

    /**
     * A residual network of bottleneck blocks in torchvision's layout.
     *
     * @param blocks blocks of each of four stages
     */
    public record Residual(int[] blocks) implements Network {
        @Override
        public int outputs() {
            return 2048;
        }
    }

    /**
     * A vision transformer in timm's layout.
     *
     * @param prefix before the names of its tensors
     * @param patch side of a patch in pixels
     * @param width of a token
     * @param depth blocks
     * @param heads of attention
     * @param hidden outputs of the first feed-forward map; both halves of it when gated
     * @param gated whether the feed-forward part is a packed SwiGLU, else a GELU
     * @param layerScale whether each part's output is scaled
     * @param registers tokens after the class token
     * @param positionsForAll whether class token and registers have positions too
     * @param pooling how tokens become one vector
     * @param smooth whether positions for another number of patches are made bicubic with antialiasing, else bilinear
     * @param attentionWidth of the pooled vector, for pooling by attention; else 0
     * @param attentionHeads of that pooling
     */
    public record Transformer(
            String prefix,
            int patch,
            int width,
            int depth,
            int heads,
            int hidden,
            boolean gated,
            boolean layerScale,
            int registers,
            boolean positionsForAll,
            Pooling pooling,
            boolean smooth,
            int attentionWidth,
            int attentionHeads)
            implements Network {
        @Override
        public int outputs() {
            return switch (pooling) {
                case CLASS, MEAN -> width;
                case CLASS_AND_MEAN -> 2 * width;
                case ATTENTION -> attentionWidth;
            };
        }
    }

    /** How tokens become one vector. */
    public enum Pooling {
        /** The class token. */
        CLASS,
        /** The class token, then the mean of the patches. */
        CLASS_AND_MEAN,
        /** The mean of the patches. */
        MEAN,
        /** Attention of one learnt query. */
        ATTENTION
    }

    /** The settings of the networks that are known by name. */
    public static List<EncoderSettings> presets() {
        try (InputStream in = EncoderSettings.class.getResourceAsStream(PRESETS)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks its resource " + PRESETS);
            }
            JsonNode list = StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), PRESETS);
            List<EncoderSettings> presets = new ArrayList<>();
            list.forEach(node -> presets.add(of(node, PRESETS)));
            return List.copyOf(presets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings in a JSON file; keys as in the presets. */
    public static EncoderSettings read(Path file) {
        return of(StrictJson.read(file), file.toString());
    }

    /** The settings of a JSON object; {@code place} names it in errors. */
    public static EncoderSettings of(JsonNode node, String place) {
        Reader reader = new Reader(node, place);
        String family = reader.text("family", "", Set.of("resnet", "vit"));
        Network network = family.equals("vit") ? reader.transformer() : new Residual(reader.blocks());
        EncoderSettings settings = new EncoderSettings(
                reader.text("name", "", Set.of()),
                reader.whole("input_pixels", 1, 4096),
                reader.positive("um_per_pixel"),
                reader.triple("mean"),
                reader.triple("std"),
                network,
                node);
        for (float deviation : settings.deviation) {
            reader.require("std", deviation > 0, "numbers above 0");
        }
        if (network instanceof Transformer vit) {
            reader.require("input_pixels", settings.input % vit.patch == 0, "a multiple of patch");
            reader.require("heads", vit.width % vit.heads == 0, "a divisor of width");
        }
        return settings;
    }

    /** The field in micrometres that its pictures show. */
    public double fieldUm() {
        return input * umPerPixel;
    }

    /** Reads members of one object; what is wrong is told with the object's place. */
    private record Reader(JsonNode node, String place) {

        Transformer transformer() {
            Pooling pooling =
                    Pooling.valueOf(text("pooling", "class", Set.of("class", "class_and_mean", "mean", "attention"))
                            .toUpperCase(java.util.Locale.ROOT));
            boolean attends = pooling == Pooling.ATTENTION;
            Transformer vit = new Transformer(
                    text("prefix", "", Set.of()),
                    whole("patch", 1, 4096),
                    whole("width", 1, MOST),
                    whole("depth", 1, 1024),
                    whole("heads", 1, 1024),
                    whole("hidden", 1, MOST),
                    flag("gated"),
                    flag("layer_scale"),
                    whole("registers", 0, 1024),
                    text("positions", "all", Set.of("all", "patches")).equals("all"),
                    pooling,
                    text("resampling", "bicubic", Set.of("bicubic", "bilinear")).equals("bicubic"),
                    attends ? whole("attention_width", 1, MOST) : 0,
                    attends ? whole("attention_heads", 1, 1024) : 0);
            require("hidden", !vit.gated || vit.hidden % 2 == 0, "an even number for a gated network");
            require("attention_heads", !attends || vit.attentionWidth % vit.attentionHeads == 0, "a divisor");
            return vit;
        }

        int[] blocks() {
            JsonNode list = node.path("blocks");
            require("blocks", list.isArray() && list.size() == 4, "four whole numbers");
            int[] blocks = new int[4];
            for (int i = 0; i < 4; i++) {
                JsonNode count = list.get(i);
                require("blocks", count.canConvertToInt() && count.asInt() > 0 && count.asInt() <= 1024, "1 to 1024");
                blocks[i] = count.asInt();
            }
            return blocks;
        }

        String text(String key, String usual, Set<String> allowed) {
            String value = node.path(key).isTextual() ? node.path(key).asText() : usual;
            boolean isMissing = value.isEmpty() && !key.equals("prefix");
            require(
                    key,
                    !isMissing && (allowed.isEmpty() || allowed.contains(value)),
                    allowed.isEmpty() ? "a text" : String.join(" or ", new java.util.TreeSet<>(allowed)));
            return value;
        }

        int whole(String key, int least, int most) {
            JsonNode value = node.path(key);
            int number = value.isMissingNode() && key.equals("registers") ? 0 : value.asInt(least - 1);
            require(key, number >= least && number <= most, least + " to " + most);
            return number;
        }

        double positive(String key) {
            double number = node.path(key).asDouble();
            require(key, number > 0 && number < 1000, "a number above 0");
            return number;
        }

        boolean flag(String key) {
            require(key, node.path(key).isMissingNode() || node.path(key).isBoolean(), "true or false");
            return node.path(key).asBoolean(false);
        }

        float[] triple(String key) {
            JsonNode list = node.path(key);
            require(key, list.isArray() && list.size() == 3, "three numbers");
            float[] values = new float[3];
            for (int i = 0; i < 3; i++) {
                require(key, list.get(i).isNumber(), "three numbers");
                values[i] = (float) list.get(i).asDouble();
            }
            return values;
        }

        void require(String key, boolean isSound, String expected) {
            if (!isSound) {
                throw new InputException(Problem.of("the description of the encoder is not sound")
                        .at(place + ", key " + key)
                        .expected(expected, node.path(key).isMissingNode() ? "nothing" : node.path(key))
                        .fix("See docs/decisions/histology.md for the keys"));
            }
        }
    }
}
