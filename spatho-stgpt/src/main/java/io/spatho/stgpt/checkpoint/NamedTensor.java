package io.spatho.stgpt.checkpoint;
/** A named dense tensor read from a checkpoint, as float32 in row-major order (half types are widened). */
public record NamedTensor(String name, long[] shape, float[] values) {}
