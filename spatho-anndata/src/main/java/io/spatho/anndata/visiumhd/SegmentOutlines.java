package io.spatho.anndata.visiumhd;

import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Outlines;
import io.spatho.core.dataset.OutlinesBuilder;
import java.nio.file.Path;
import java.util.Map;

/** Outlines of segmented cells or nuclei, joined to the observations by the number of the cell. */
final class SegmentOutlines implements OutlineSource {

    private final String name;
    private final Path file;
    private final boolean numbered;
    private final Map<Long, Integer> rows;
    private final double umPerPixel;

    SegmentOutlines(String name, Path file, boolean numbered, Map<Long, Integer> rows, double umPerPixel) {
        this.name = name;
        this.file = file;
        this.numbered = numbered;
        this.rows = rows;
        this.umPerPixel = umPerPixel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outlines read() {
        OutlinesBuilder builder = new OutlinesBuilder();
        Segments.forEach(file, numbered, (cell, rings) -> {
            Integer row = rows.get(cell);
            if (row == null) {
                return;
            }
            for (double[] ring : rings) {
                for (int i = 0; i < ring.length; i += 2) {
                    builder.vertex(ring[i] * umPerPixel, ring[i + 1] * umPerPixel);
                }
                builder.endPolygon(row);
            }
        });
        return builder.build();
    }
}
