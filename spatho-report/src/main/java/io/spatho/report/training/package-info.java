/** Pairs of prompt and answer for training language models elsewhere; start with {@link io.spatho.report.training.TrainingPairs}. */
package io.spatho.report.training;
