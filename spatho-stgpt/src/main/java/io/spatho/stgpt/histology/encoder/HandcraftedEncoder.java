package io.spatho.stgpt.histology.encoder;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.histology.stain.ColorDeconvolution;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Named features of colour, texture and nuclei; needs no download and no engine.
 *
 * <p>A field is looked at with its stated micrometres per pixel, but as at least 16 and at most 512 pixels a side. Colour: mean and
 * standard deviation of red, green and blue (0 to 1), of the amounts of haematoxylin, eosin and the rest (natural optical density,
 * {@link ColorDeconvolution}), the 90th percentile of haematoxylin, the share of pixels of an optical density above 0.15. Texture: grey
 * levels' co-occurrence (32 levels) at 1 and 4 pixels and local binary patterns ({@link GrayTexture}). Nuclei: {@link NucleusStatistics}.
 * Determinism: depends on the pixels alone. Cost: linear in pixels, about 10 ms for 224 x 224.
 */
public final class HandcraftedEncoder implements TileEncoder {

    private static final String VERSION = "1";
    private static final int FEWEST = 16;
    private static final int MOST = 512;
    private static final int BATCH = 16;
    private static final int LEVELS = 32;
    private static final int[] DISTANCES = {1, 4};
    private static final double FIELD_UM = 112;
    private static final double STAINED = 0.15;
    private static final List<String> NAMES = names();

    private final ColorDeconvolution stains = ColorDeconvolution.ofHaematoxylinEosinDab();
    private final double umPerPixel;

    /** An encoder that looks at fields with that many micrometres per pixel; 0.5 is usual. */
    public HandcraftedEncoder(double umPerPixel) {
        if (!(umPerPixel > 0 && umPerPixel < 100)) {
            throw new IllegalArgumentException("pixels of " + umPerPixel + " µm");
        }
        this.umPerPixel = umPerPixel;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String quantity : List.of("red", "green", "blue", "haematoxylin", "eosin", "residual_stain")) {
            names.add(quantity + "_mean");
            names.add(quantity + "_sd");
        }
        names.add("haematoxylin_p90");
        names.add("stained_share");
        for (int distance : DISTANCES) {
            for (String property : List.of("contrast", "homogeneity", "energy", "correlation")) {
                names.add("gray_" + property + "_" + distance + "px");
            }
        }
        for (int i = 0; i < GrayTexture.PATTERNS; i++) {
            names.add("binary_pattern_" + i + "_share");
        }
        names.addAll(NucleusStatistics.NAMES);
        return List.copyOf(names);
    }

    @Override
    public String name() {
        return "handcrafted";
    }

    @Override
    public List<String> features() {
        return NAMES;
    }

    @Override
    public int pixels(double fieldUm) {
        return (int) Math.max(FEWEST, Math.min(MOST, Math.rint(fieldUm / umPerPixel)));
    }

    @Override
    public double fieldUm() {
        return FIELD_UM;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public DenseMatrix encode(List<FieldPixels> fields) {
        DenseMatrix features = DenseMatrix.zeros(fields.size(), NAMES.size());
        for (int row = 0; row < fields.size(); row++) {
            double[] numbers = features(fields.get(row));
            for (int i = 0; i < numbers.length; i++) {
                features.values()[row * numbers.length + i] = (float) numbers[i];
            }
        }
        return features;
    }

    private double[] features(FieldPixels field) {
        double[] numbers = new double[NAMES.size()];
        int at = colors(field, numbers);
        float[] haematoxylin = stains.amounts(field.rgb(), 0);
        at = amounts(haematoxylin, numbers, at);
        at = amounts(stains.amounts(field.rgb(), 1), numbers, at);
        at = amounts(stains.amounts(field.rgb(), 2), numbers, at);
        numbers[at++] = percentile90(haematoxylin);
        numbers[at++] = stainedShare(field.rgb());
        GrayTexture texture = new GrayTexture(field.rgb(), field.side());
        for (int distance : DISTANCES) {
            for (double property : texture.cooccurrence(distance, LEVELS)) {
                numbers[at++] = property;
            }
        }
        for (double share : texture.patterns()) {
            numbers[at++] = share;
        }
        for (double number : NucleusStatistics.of(haematoxylin, field.side(), field.umPerPixel())) {
            numbers[at++] = number;
        }
        return numbers;
    }

    private static int colors(FieldPixels field, double[] numbers) {
        byte[] rgb = field.rgb();
        int pixels = rgb.length / 3;
        for (int channel = 0; channel < 3; channel++) {
            long sum = 0;
            long squares = 0;
            for (int i = channel; i < rgb.length; i += 3) {
                int value = rgb[i] & 0xff;
                sum += value;
                squares += (long) value * value;
            }
            double mean = (double) sum / pixels;
            numbers[2 * channel] = mean / 255;
            numbers[2 * channel + 1] = Math.sqrt(Math.max(0, (double) squares / pixels - mean * mean)) / 255;
        }
        return 6;
    }

    private static int amounts(float[] amounts, double[] numbers, int at) {
        double sum = 0;
        double squares = 0;
        for (float amount : amounts) {
            sum += amount;
            squares += (double) amount * amount;
        }
        double mean = sum / amounts.length;
        numbers[at] = mean;
        numbers[at + 1] = Math.sqrt(Math.max(0, squares / amounts.length - mean * mean));
        return at + 2;
    }

    /** To a thousandth, from a histogram up to 4. */
    private static double percentile90(float[] amounts) {
        int[] histogram = new int[4001];
        for (float amount : amounts) {
            histogram[(int) Math.min(4000, amount * 1000)]++;
        }
        long wanted = (long) Math.ceil(0.9 * amounts.length);
        long seen = 0;
        for (int bin = 0; bin < histogram.length; bin++) {
            seen += histogram[bin];
            if (seen >= wanted) {
                return bin / 1000.0;
            }
        }
        return 4;
    }

    private static double stainedShare(byte[] rgb) {
        int brightest = (int) (255 * Math.exp(-STAINED));
        int stained = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            int mean = ((rgb[i] & 0xff) + (rgb[i + 1] & 0xff) + (rgb[i + 2] & 0xff)) / 3;
            stained += mean <= brightest ? 1 : 0;
        }
        return 3.0 * stained / rgb.length;
    }

    @Override
    public Optional<ModelReference> model() {
        return Optional.empty();
    }

    @Override
    public String fingerprint() {
        return Fingerprint.ofText("handcrafted " + VERSION + " " + umPerPixel + " " + NAMES)
                .sha256();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
