package io.spatho.stgpt.histology.hest;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The patches of one sample: {@code img} (n x side x side x 3, unsigned bytes), {@code coords} (n x 2, upper left corner in pixels of
 * the largest level), {@code barcode} (n or n x 1).
 *
 * <p>HEST's patches show 112 µm as 224 pixels of 0.5 µm. Memory: all pictures are held; 10,000 of 224 pixels take 1.5 GB. Errors: an
 * {@link InputException} that names file and dataset. Source: HEST {@code src/hest/HESTData.py} (afd42c3).
 */
public final class HestPatches {

    /** Micrometres per pixel of HEST's patches. */
    public static final double UM_PER_PIXEL = 0.5;

    private final String[] barcodes;
    private final double[] coordinates;
    private final int side;
    private final byte[] pixels;

    private HestPatches(String[] barcodes, double[] coordinates, int side, byte[] pixels) {
        this.barcodes = barcodes;
        this.coordinates = coordinates;
        this.side = side;
        this.pixels = pixels;
    }

    /** Reads a file. */
    public static HestPatches read(Path file) {
        try (Hdf5Source source = Hdf5Source.open(file)) {
            for (String name : new String[] {"img", "coords", "barcode"}) {
                if (!source.isDataset(name)) {
                    throw fault(file, name, "a dataset", "none");
                }
            }
            long[] shape = source.shape("img");
            boolean isPicture = shape.length == 4 && shape[1] == shape[2] && shape[3] == 3 && shape[1] > 0;
            if (!isPicture || source.elementSize("img") != 1) {
                throw fault(file, "img", "n x side x side x 3 bytes", Arrays.toString(shape));
            }
            long bytes = Math.multiplyExact(Math.multiplyExact(shape[0], shape[1]), 3 * shape[2]);
            if (bytes > Integer.MAX_VALUE - 8) {
                throw fault(file, "img", "at most 2 GiB of pixels", bytes + " bytes");
            }
            String[] barcodes = source.strings("barcode");
            double[] coordinates = source.doubles("coords");
            if (barcodes.length != shape[0] || coordinates.length != 2 * shape[0]) {
                throw fault(
                        file,
                        "barcode",
                        shape[0] + " barcodes and places",
                        barcodes.length + " and " + coordinates.length / 2);
            }
            return new HestPatches(barcodes, coordinates, (int) shape[1], source.bytes("img"));
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

    /** The barcodes of their spots. */
    public String[] barcodes() {
        return barcodes;
    }

    /** The pixels of a patch. */
    public FieldPixels pixels(int patch) {
        int bytes = 3 * side * side;
        return new FieldPixels(
                side, UM_PER_PIXEL, Arrays.copyOfRange(pixels, patch * bytes, (patch + 1) * bytes), true);
    }

    /** The column of a patch's upper left corner in pixels of the largest level. */
    public double column(int patch) {
        return coordinates[2 * patch];
    }

    /** The row of a patch's upper left corner. */
    public double row(int patch) {
        return coordinates[2 * patch + 1];
    }
}
