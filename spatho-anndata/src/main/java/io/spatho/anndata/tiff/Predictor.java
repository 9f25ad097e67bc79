package io.spatho.anndata.tiff;

import java.nio.ByteOrder;

/** Undoes horizontal differencing (predictor 2, TIFF 6.0 section 14) in place. */
final class Predictor {

    private Predictor() {}

    static void undo(byte[] data, int rowBytes, int samples, int bits, ByteOrder order) {
        for (int row = 0; row + rowBytes <= data.length; row += rowBytes) {
            if (bits == 8) {
                for (int i = row + samples; i < row + rowBytes; i++) {
                    data[i] += data[i - samples];
                }
            } else {
                undo16(data, row, rowBytes, samples, order == ByteOrder.BIG_ENDIAN ? 0 : 1);
            }
        }
    }

    /** {@code high} is the place of the more significant byte of a sample. */
    private static void undo16(byte[] data, int row, int rowBytes, int samples, int high) {
        int low = 1 - high;
        for (int i = row + 2 * samples; i + 1 < row + rowBytes; i += 2) {
            int before = i - 2 * samples;
            int sum = (data[i + low] & 0xff) + (data[before + low] & 0xff);
            data[i + low] = (byte) sum;
            data[i + high] = (byte) ((data[i + high] & 0xff) + (data[before + high] & 0xff) + (sum >>> 8));
        }
    }
}
