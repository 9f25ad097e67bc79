package io.spatho.core.golden;

import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The inputs of docs/golden/analysis.py, evaluated by the same formulas, and the values that the script stored. */
public final class AnalysisGolden {

    private static final int CELLS = 150;
    private static final int GENES = 300;

    private AnalysisGolden() {}

    public static CsrMatrix counts() {
        float[][] dense = new float[CELLS][GENES];
        for (int i = 0; i < CELLS; i++) {
            for (int j = 0; j < GENES; j++) {
                dense[i][j] = count(i, j);
            }
        }
        return sparse(dense);
    }

    private static int count(int i, int j) {
        if (j == GENES - 1 || i == CELLS - 1) {
            return 0;
        }
        int h = (i * 37 + j * 101 + i * j * 13 + i * i % 29 * 7) % 97;
        int base = h < 45 ? 0 : h % 7;
        int boost = j % 3 == i % 3 ? h % 11 : 0;
        return base * (1 + i % 4) * (1 + j % 17) / 8 + boost * (1 + j % 5) / 2;
    }

    public static DenseMatrix points() {
        DenseMatrix points = DenseMatrix.zeros(90, 5);
        for (int i = 0; i < 90; i++) {
            for (int d = 0; d < 5; d++) {
                double value = (i * 37 + d * 53 + i * d * 11) % 101 / 10.0 + i * i * (d + 1) % 89 / 1000.0;
                points.values()[i * 5 + d] = (float) (value + (i % 3 == d ? 6 : 0));
            }
        }
        return points;
    }

    public static CsrMatrix sparse(float[][] dense) {
        long[] starts = new long[dense.length + 1];
        int[] columns = new int[dense.length * dense[0].length];
        float[] values = new float[columns.length];
        int at = 0;
        for (int i = 0; i < dense.length; i++) {
            for (int j = 0; j < dense[i].length; j++) {
                if (dense[i][j] != 0) {
                    columns[at] = j;
                    values[at++] = dense[i][j];
                }
            }
            starts[i + 1] = at;
        }
        return new CsrMatrix(
                dense.length, dense[0].length, starts, Arrays.copyOf(columns, at), Arrays.copyOf(values, at));
    }

    /** The column names of a stored table. */
    public static List<String> header(String name) {
        return List.of(lines(name).get(0).split("\t", -1));
    }

    /** The rows of a stored table without its header. */
    public static List<String[]> rows(String name) {
        return lines(name).stream().skip(1).map(line -> line.split("\t", -1)).toList();
    }

    private static List<String> lines(String name) {
        try (InputStream in = AnalysisGolden.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A numeric column of a stored table. */
    public static double[] column(String name, int column) {
        return rows(name).stream()
                .mapToDouble(row -> Double.parseDouble(row[column].replace("nan", "NaN")))
                .toArray();
    }
}
