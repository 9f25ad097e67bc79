package io.spatho.stgpt.histology.encoder;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.stgpt.histology.tile.FieldPixels;
import java.util.List;
import java.util.Optional;

/**
 * Turns square fields of view into vectors. Safe for several threads.
 *
 * <p>Determinism: on a processor a vector's bits depend on its field, on the encoder and, for networks, on how many fields are encoded
 * together; so callers cut fields into batches of {@link #batch} in a fixed order.
 */
public interface TileEncoder extends AutoCloseable {

    /** The encoder's name, such as {@code handcrafted} or {@code virchow2}. */
    String name();

    /** The name of each number of a vector, with its unit where it has one. */
    List<String> features();

    /** Rows and columns of the picture that it wants of a field of that many micrometres. */
    int pixels(double fieldUm);

    /** The field in micrometres that it is meant for. */
    double fieldUm();

    /** How many fields to encode together. */
    int batch();

    /** Fields to vectors, one row each. */
    DenseMatrix encode(List<FieldPixels> fields);

    /** The network behind it; empty for features that are computed and not learnt. */
    Optional<ModelReference> model();

    /** Whether a GPU computes. */
    default boolean isOnGpu() {
        return false;
    }

    /** A SHA-256 digest of all that decides its vectors. */
    String fingerprint();

    @Override
    void close();
}
