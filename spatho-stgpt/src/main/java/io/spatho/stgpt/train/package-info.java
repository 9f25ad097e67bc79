/**
 * One training loop for every network: shards of a batch on several threads, gradients summed in order, clipped, AdamW with a
 * warm-up and a cosine. Start with {@link io.spatho.stgpt.train.TrainingLoop}.
 */
package io.spatho.stgpt.train;
