package io.spatho.stgpt.runtime;

/**
 * How much of a panel a model knows.
 *
 * @param shared measured genes that the model knows
 * @param measured measured genes
 * @param low whether that is too few
 */
record PanelOverlap(int shared, int measured, boolean low) {}
