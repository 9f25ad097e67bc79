package io.spatho.stgpt.engine;

import ai.djl.ndarray.NDList;

/**
 * What AdamW remembers between steps.
 *
 * @param means running means of the gradients, one tensor for each parameter
 * @param squares running means of their squares
 */
public record AdamWState(NDList means, NDList squares) {}
