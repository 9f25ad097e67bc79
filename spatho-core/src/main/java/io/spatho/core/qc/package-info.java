/**
 * Quality control of observations and genes: what was measured, what is too poor to analyse, and why. Nothing is dropped in
 * silence; start with {@link io.spatho.core.qc.QualityControl}.
 */
package io.spatho.core.qc;
