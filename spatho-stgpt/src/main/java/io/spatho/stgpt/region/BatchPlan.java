package io.spatho.stgpt.region;

import io.spatho.core.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Which cells each step sees, and in which shard: the training cells in a new random order for each pass, cut into batches; within
 * a batch cells of similar length share a shard, so that little is padding.
 */
final class BatchPlan {

    private final int[][][] shards;

    private BatchPlan(int[][][] shards) {
        this.shards = shards;
    }

    /**
     * A plan.
     *
     * @param cells training cells
     * @param lengths tokens of every cell of the case
     */
    static BatchPlan of(int[] cells, int[] lengths, RegionSettings settings, int steps, int shardCount) {
        int batch = Math.min(settings.batch(), cells.length);
        int[][][] shards = new int[steps][shardCount][];
        int[] order = new int[0];
        int at = 0;
        int pass = 0;
        for (int step = 0; step < steps; step++) {
            Integer[] chosen = new Integer[batch];
            for (int i = 0; i < batch; i++) {
                if (at == order.length) {
                    order = cells.clone();
                    CounterRandom.of(settings.seed(), "region-order", pass++).shuffle(order);
                    at = 0;
                }
                chosen[i] = order[at++];
            }
            Arrays.sort(
                    chosen,
                    Comparator.comparingInt((Integer cell) -> -lengths[cell]).thenComparingInt(cell -> cell));
            for (int shard = 0; shard < shardCount; shard++) {
                int from = (int) ((long) batch * shard / shardCount);
                int to = (int) ((long) batch * (shard + 1) / shardCount);
                shards[step][shard] = Arrays.stream(chosen, from, to)
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        }
        return new BatchPlan(shards);
    }

    /** The cells of a shard of a step, which counts from 1. */
    int[] cells(int step, int shard) {
        return shards[step - 1][shard];
    }

    /** The shards of a step, which counts from 1. */
    int[][] step(int step) {
        return shards[step - 1];
    }
}
