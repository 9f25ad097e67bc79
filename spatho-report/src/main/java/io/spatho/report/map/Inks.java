package io.spatho.report.map;

import io.spatho.report.color.Palette;
import io.spatho.report.content.Cells;
import io.spatho.report.content.Labels;
import java.util.Map;
import java.util.TreeMap;

/**
 * The colour of each observation on a map.
 *
 * @param inks palette index of each observation
 * @param palette colours; index 0 is transparent, 1 removed by quality control, 2 without a label or a colour of its own
 */
record Inks(byte[] inks, int[] palette) {

    private static final int FIRST = 3;
    private static final int MOST = 250;
    private static final int STEPS = 5;

    /** One colour for each of the most frequent labels. */
    static Inks ofLabels(Cells cells, Labels labels) {
        int[] palette = new int[FIRST + Palette.CATEGORIES];
        start(palette);
        for (int i = 0; i < Palette.CATEGORIES; i++) {
            palette[FIRST + i] = Palette.category(i);
        }
        byte[] inks = new byte[cells.size()];
        for (int cell = 0; cell < inks.length; cell++) {
            int code = labels.codes()[cell];
            if (!cells.kept()[cell]) {
                inks[cell] = 1;
            } else {
                inks[cell] = (byte) (code < 0 || code >= Palette.CATEGORIES ? 2 : FIRST + code);
            }
        }
        return new Inks(inks, palette);
    }

    /** A colour for each class of observations; {@code classes} holds a position in {@code colors}, or -1. */
    static Inks ofClasses(Cells cells, int[] classes, int[] colors) {
        int[] palette = new int[FIRST + colors.length];
        start(palette);
        System.arraycopy(colors, 0, palette, FIRST, colors.length);
        byte[] inks = new byte[cells.size()];
        for (int cell = 0; cell < inks.length; cell++) {
            inks[cell] = (byte) (!cells.kept()[cell] ? 1 : classes[cell] < 0 ? 2 : FIRST + classes[cell]);
        }
        return new Inks(inks, palette);
    }

    /** The colour of the region that an observation lies in. */
    static Inks ofRegions(Cells cells, Map<String, Integer> colors) {
        Map<Integer, Integer> places = new TreeMap<>();
        colors.values().forEach(color -> places.put(color, 0));
        boolean isCoarse = places.size() > MOST;
        if (isCoarse) {
            places.clear();
            colors.values().forEach(color -> places.put(coarse(color), 0));
        }
        int[] palette = new int[FIRST + places.size()];
        start(palette);
        int next = FIRST;
        for (Map.Entry<Integer, Integer> entry : places.entrySet()) {
            palette[next] = entry.getKey();
            entry.setValue(next++);
        }
        byte[] ofRegion = new byte[cells.regions().names().size()];
        for (int region = 0; region < ofRegion.length; region++) {
            Integer color = colors.get(cells.regions().names().get(region));
            ofRegion[region] = (byte) (color == null ? 2 : (int) places.get(isCoarse ? coarse(color) : color));
        }
        byte[] inks = new byte[cells.size()];
        for (int cell = 0; cell < inks.length; cell++) {
            int code = cells.regions().codes()[cell];
            inks[cell] = !cells.kept()[cell] ? 1 : code < 0 ? 2 : ofRegion[code];
        }
        return new Inks(inks, palette);
    }

    private static void start(int[] palette) {
        palette[1] = Palette.REMOVED;
        palette[2] = Palette.OTHER;
    }

    /** The nearest of six steps in each channel, so that any number of colours fits a palette. */
    private static int coarse(int rgb) {
        int result = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            long step = Math.round(((rgb >> shift) & 0xFF) / 255.0 * STEPS);
            result |= (int) (step * 255 / STEPS) << shift;
        }
        return result;
    }
}
