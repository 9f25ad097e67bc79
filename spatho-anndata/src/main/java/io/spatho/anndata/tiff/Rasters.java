package io.spatho.anndata.tiff;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** Samples of Java's rasters as bytes side by side. */
final class Rasters {

    private Rasters() {}

    /** The upper left {@code width} x {@code height} pixels, 8-bit samples. */
    static byte[] interleaved(Raster raster, int width, int height, int components) throws CorruptTileException {
        if (raster.getWidth() < width || raster.getHeight() < height || raster.getNumBands() < components) {
            throw new CorruptTileException("decoded to " + raster.getWidth() + " x " + raster.getHeight()
                    + " pixels and " + raster.getNumBands() + " components");
        }
        byte[] out = new byte[width * height * components];
        if (raster.getDataBuffer() instanceof DataBufferByte buffer
                && raster.getSampleModel() instanceof ComponentSampleModel model
                && model.getPixelStride() == components
                && buffer.getNumBanks() == 1
                && inOrder(model.getBandOffsets())) {
            int from = model.getOffset(
                    raster.getMinX() - raster.getSampleModelTranslateX(),
                    raster.getMinY() - raster.getSampleModelTranslateY());
            for (int row = 0; row < height; row++) {
                System.arraycopy(
                        buffer.getData(),
                        buffer.getOffset() + from + row * model.getScanlineStride(),
                        out,
                        row * width * components,
                        width * components);
            }
            return out;
        }
        int[] samples = new int[width];
        for (int band = 0; band < components; band++) {
            int shift = Math.max(0, raster.getSampleModel().getSampleSize(band) - 8);
            for (int row = 0; row < height; row++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + row, width, 1, band, samples);
                for (int column = 0; column < width; column++) {
                    out[(row * width + column) * components + band] = (byte) (samples[column] >> shift);
                }
            }
        }
        return out;
    }

    private static boolean inOrder(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return true;
    }
}
