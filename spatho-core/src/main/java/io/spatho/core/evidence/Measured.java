package io.spatho.core.evidence;

/** Evidence computed from measurements alone, without a trained model. */
public record Measured(Statement statement) implements Evidence {}
