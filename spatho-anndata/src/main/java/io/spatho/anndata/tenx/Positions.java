package io.spatho.anndata.tenx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.table.Table;
import java.nio.file.Path;

/** Coordinates from tables. */
public final class Positions {

    private static final double FARTHEST = 1e9;

    private Positions() {}

    /** A column of finite numbers of ordinary size; anything else is an {@link InputException} that names the observation. */
    public static double[] requireFinite(Path file, Table obs, String column) {
        double[] values = obs.doubles(column);
        String[] ids = obs.strings("cell_id");
        for (int row = 0; row < values.length; row++) {
            if (!(Math.abs(values[row]) <= FARTHEST)) {
                throw new InputException(Problem.of("a position is not a finite number")
                        .at(file + " column " + column + " of " + ids[row])
                        .expected("a coordinate", values[row]));
            }
        }
        return values;
    }
}
