package io.spatho.stgpt.hest;

import io.spatho.anndata.hdf5.Hdf5ByteRows;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The patches of one sample: {@code img} (n x side x side x 3, unsigned bytes), {@code coords} (n x 2, upper left corner in pixels of
 * the largest level), {@code barcode} (n or n x 1).
 *
 * <p>HEST's patches show 112 µm as 224 pixels of 0.5 µm. Pictures are read some at a time. Errors: an {@link InputException} that names
 * file and dataset. Source: HEST {@code src/hest/HESTData.py} (afd42c3).
 */
public final class HestPatches implements AutoCloseable {

    /** Micrometres per pixel of HEST's patches. */
    public static final double UM_PER_PIXEL = 0.5;

    private static final int WIDEST = 1024;

    private final Hdf5Source source;
    private final Hdf5ByteRows pictures;
    private final String[] barcodes;
    private final double[] coordinates;
    private final int side;

    private HestPatches(Hdf5Source source, Path file) {
        this.source = source;
        for (String name : new String[] {"img", "coords", "barcode"}) {
            if (!source.isDataset(name)) {
                throw fault(file, name, "a dataset", "none");
            }
        }
        long[] shape = source.shape("img");
        boolean isPicture = shape.length == 4 && shape[1] == shape[2] && shape[3] == 3 && shape[1] > 0;
        if (!isPicture || shape[0] > Integer.MAX_VALUE || shape[1] > WIDEST || source.elementSize("img") != 1) {
            throw fault(
                    file, "img", "n x side x side x 3 bytes of at most " + WIDEST + " pixels", Arrays.toString(shape));
        }
        this.side = (int) shape[1];
        this.pictures = source.byteRows("img");
        this.barcodes = source.strings("barcode");
        this.coordinates = source.doubles("coords");
        if (barcodes.length != shape[0] || coordinates.length != 2 * shape[0]) {
            throw fault(
                    file,
                    "barcode",
                    shape[0] + " barcodes and places",
                    barcodes.length + " and " + coordinates.length / 2);
        }
    }

    /** Opens a file. */
    public static HestPatches open(Path file, Workers workers) {
        Hdf5Source source = Hdf5Source.open(file, workers);
        try {
            return new HestPatches(source, file);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static InputException fault(Path file, String name, String expected, String found) {
        return new InputException(Problem.of("not a file of HEST patches")
                .at(file + ":" + name)
                .expected(expected, found)
                .fix("Use patches/<sample>.h5 of HEST as downloaded"));
    }

    /** How many patches there are. */
    public int size() {
        return barcodes.length;
    }

    /** Rows and columns of a patch. */
    public int side() {
        return side;
    }

    /** The barcodes of their spots. */
    public String[] barcodes() {
        return barcodes;
    }

    /** The pixels of some patches in their order. */
    public List<FieldPixels> read(int from, int to) {
        byte[] all = pictures.read(from, to - from);
        int bytes = 3 * side * side;
        List<FieldPixels> fields = new ArrayList<>(to - from);
        for (int at = 0; at < all.length; at += bytes) {
            fields.add(new FieldPixels(side, UM_PER_PIXEL, Arrays.copyOfRange(all, at, at + bytes), true));
        }
        return fields;
    }

    /** The columns of all patches' upper left corners in pixels of the largest level. */
    public double[] columns() {
        double[] columns = new double[size()];
        Arrays.setAll(columns, i -> coordinates[2 * i]);
        return columns;
    }

    /** The rows of all patches' upper left corners. */
    public double[] rows() {
        double[] rows = new double[size()];
        Arrays.setAll(rows, i -> coordinates[2 * i + 1]);
        return rows;
    }

    @Override
    public void close() {
        source.close();
    }
}
