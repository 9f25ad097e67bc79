package io.spatho.anndata.synthetic;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;

/** Outlines as rows of a boundary file: corner after corner, the first one again at the end; labels count outlines from 1. */
final class OutlineRings {

    private static final int ROWS = CellOutline.CORNERS + 1;

    private final String[] ids;
    private final float[] x;
    private final float[] y;
    private final int[] labels;
    private int row;

    private OutlineRings(int rings) {
        ids = new String[rings * ROWS];
        x = new float[rings * ROWS];
        y = new float[rings * ROWS];
        labels = new int[rings * ROWS];
    }

    static Table ofCells(CellOutline[] outlines, CellLabels labels, int first) {
        OutlineRings rings = new OutlineRings(outlines.length);
        for (int i = 0; i < outlines.length; i++) {
            int cell = first + i;
            rings.add(labels.name(cell), labels.cellLabel(cell), outlines[i].cellX(), outlines[i].cellY());
        }
        return rings.table();
    }

    static Table ofNuclei(CellOutline[] outlines, CellLabels labels, int first) {
        int nuclei =
                (int) Arrays.stream(outlines).filter(CellOutline::hasNucleus).count();
        OutlineRings rings = new OutlineRings(nuclei);
        for (int i = 0; i < outlines.length; i++) {
            if (outlines[i].hasNucleus()) {
                int cell = first + i;
                rings.add(labels.name(cell), labels.nucleusLabel(cell), outlines[i].nucleusX(), outlines[i].nucleusY());
            }
        }
        return rings.table();
    }

    private void add(String id, int label, double[] cornersX, double[] cornersY) {
        for (int corner = 0; corner < ROWS; corner++) {
            ids[row] = id;
            x[row] = (float) cornersX[corner % cornersX.length];
            y[row] = (float) cornersY[corner % cornersY.length];
            labels[row] = label;
            row++;
        }
    }

    private Table table() {
        return Table.ofRows(ids.length)
                .with("cell_id", new Column.Strings(ids))
                .with("vertex_x", new Column.Floats(x))
                .with("vertex_y", new Column.Floats(y))
                .with("label_id", new Column.Ints(labels));
    }
}
