package io.spatho.stgpt.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.spatho.stgpt.engine.TensorScope;

/**
 * The part of a batch's loss that one shard contributes. Called from several threads; must depend on its arguments only.
 *
 * <p>No arithmetic of recorded tensors with plain numbers ({@code x.mul(2)}): see {@link io.spatho.stgpt.loss.Scaling}.
 */
@FunctionalInterface
public interface ShardLoss {

    /**
     * Computes the loss of a shard inside a recording scope.
     *
     * @param step number of the step, from 1
     * @param shard number of the shard, from 0
     * @param weights the network's weights
     * @param scope owner of the inputs
     * @return a scalar; the batch's loss is the sum over its shards
     */
    NDArray loss(int step, int shard, NDList weights, TensorScope scope);
}
