import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.engine.Precision;
import io.spatho.stgpt.histology.encoder.Encoders;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.tile.FieldPixels;
import io.spatho.stgpt.nn.TrustedScripts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares a whole network with what make_histology_golden.py full wrote: java -cp CLASSES docs/golden/FullEncoder.java NAME FOLDER. */
final class FullEncoder {

    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        Path folder = Path.of(arguments[1]);
        byte[] stored = Files.readAllBytes(folder.resolve(name + ".f32"));
        float[] expected = new float[stored.length / 4];
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
        try (TileEncoder encoder = Encoders.network(
                Encoders.settings(name),
                folder.resolve(name + ".safetensors"),
                TrustedScripts.none(),
                DeviceRequest.auto(),
                Precision.FLOAT32)) {
            long start = System.nanoTime();
            DenseMatrix found = encoder.encode(List.of(picture(0), picture(1)));
            double seconds = (System.nanoTime() - start) / 1e9;
            double worst = 0;
            for (int i = 0; i < expected.length; i++) {
                worst = Math.max(worst, Math.abs(found.values()[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
            }
            System.out.printf("%s: %d numbers, largest difference %.2g, %.1f s%n", name, expected.length, worst, seconds);
        }
    }

    private static FieldPixels picture(int n) {
        int side = 224;
        byte[] rgb = new byte[3 * side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * side + x) + c] = (byte) (x * 7 + y * 13 + c * 29 + x * y % 11 * 5 + n * 41);
                }
            }
        }
        return new FieldPixels(side, 0.5, rgb, true);
    }
}
