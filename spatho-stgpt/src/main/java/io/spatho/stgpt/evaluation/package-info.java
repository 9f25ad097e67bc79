/**
 * How good a model is, beside baselines, on tissue that it did not see: splits, benchmarks, failures, domain shift, ablations. Start
 * with {@link io.spatho.stgpt.evaluation.EvaluateTool} and {@link io.spatho.stgpt.evaluation.AblateTool}.
 */
package io.spatho.stgpt.evaluation;
