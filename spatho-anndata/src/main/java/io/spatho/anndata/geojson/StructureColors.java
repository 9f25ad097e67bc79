package io.spatho.anndata.geojson;

import io.spatho.core.region.Region;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One colour for each structure label: hues a golden angle apart in the order of the sorted labels, alternately lighter and darker, so
 * that the same labels always get the same colours. Regions without a label are grey.
 */
public final class StructureColors {

    private static final double GOLDEN_ANGLE = 0.381966;
    private static final double[] LIGHTNESS = {0.5, 0.38, 0.62};
    private static final double SATURATION = 0.65;
    private static final int GREY = 128;

    private final Map<String, Integer> positions = new TreeMap<>();

    private StructureColors() {}

    /** Colours for the labels of regions. */
    public static StructureColors of(List<Region> regions) {
        StructureColors colors = new StructureColors();
        regions.forEach(region -> colors.positions.put(region.label(), 0));
        colors.positions.remove("");
        int position = 0;
        for (Map.Entry<String, Integer> entry : colors.positions.entrySet()) {
            entry.setValue(position++);
        }
        return colors;
    }

    /** Red, green and blue of a label, 0 to 255. */
    public int[] of(String label) {
        Integer position = positions.get(label);
        if (position == null) {
            return new int[] {GREY, GREY, GREY};
        }
        double hue = position * GOLDEN_ANGLE % 1;
        double lightness = LIGHTNESS[position % LIGHTNESS.length];
        double chroma = (1 - Math.abs(2 * lightness - 1)) * SATURATION;
        double low = lightness - chroma / 2;
        return new int[] {
            channel(low, chroma, hue + 1 / 3.0), channel(low, chroma, hue), channel(low, chroma, hue - 1 / 3.0)
        };
    }

    /** The colour of a label as {@code #rrggbb}. */
    public String hex(String label) {
        int[] rgb = of(label);
        return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    }

    private static int channel(double low, double chroma, double hue) {
        double at = (hue - Math.floor(hue)) * 6;
        // Full within a sixth of a turn around the channel's own hue, none beyond a third.
        double share = Math.max(0, Math.min(1, 2 - Math.abs(at - 2)));
        return (int) Math.round(255 * (low + chroma * share));
    }
}
