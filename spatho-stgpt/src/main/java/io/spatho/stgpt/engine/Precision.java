package io.spatho.stgpt.engine;

/**
 * The number format in which matrix products and attention are computed; everything between them (sums, layer norms, softmax of
 * a gate) stays in float32, and weights are kept in float32 as master copies.
 *
 * <p>Half formats exist inside the operators only: what goes in and what comes out is float32.
 */
public enum Precision {
    /** 32-bit IEEE 754: the reference; results agree with the published models within 1e-5. */
    FLOAT32(6),
    /** 16-bit IEEE 754: for GPUs; overflows beyond 65504. */
    FLOAT16(5),
    /** 16 bits with float32's exponent: for GPUs since Ampere and processors with matrix units. */
    BFLOAT16(15);

    private final int scalarType;

    Precision(int scalarType) {
        this.scalarType = scalarType;
    }

    /** PyTorch's number for this format (c10/core/ScalarType.h). */
    int scalarType() {
        return scalarType;
    }
}
