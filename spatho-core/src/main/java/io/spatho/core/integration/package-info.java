/**
 * Vectors of several slides brought onto each other, and what that cost: batch correction ({@link
 * io.spatho.core.integration.Harmony}, {@link io.spatho.core.integration.MutualNeighbours}), measures of mixing and of conservation
 * ({@link io.spatho.core.integration.IntegrationScores}), and a control that shows over-correction ({@link
 * io.spatho.core.integration.MissingLabelControl}).
 */
package io.spatho.core.integration;
