package io.spatho.stgpt.train;

import io.spatho.stgpt.engine.AdamWSettings;

/**
 * How a network is trained.
 *
 * @param schedule learning rate by step; its step count is that of the training
 * @param optimizer the other settings of AdamW
 * @param clipNorm largest joint norm of the gradients
 * @param shards parts of a batch that are computed apart and summed in order; part of the result's identity, unlike threads
 * @param scaledLoss whether the loss is scaled up before it is differentiated, which half precision's small numbers need
 */
public record TrainingSettings(
        CosineSchedule schedule, AdamWSettings optimizer, double clipNorm, int shards, boolean scaledLoss) {

    public TrainingSettings {
        if (!(clipNorm > 0) || shards < 1) {
            throw new IllegalArgumentException("clip norm " + clipNorm + ", shards " + shards);
        }
    }

    /** Settings without a scaled loss. */
    public TrainingSettings(CosineSchedule schedule, AdamWSettings optimizer, double clipNorm, int shards) {
        this(schedule, optimizer, clipNorm, shards, false);
    }
}
