package io.spatho.stgpt.expression;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which observations judge together: each fold once judges, the fold after it then chooses, the others train.
 *
 * @param strategy {@code spatial_block} or {@code patient}
 * @param groupOf the block or patient of each observation, from 0
 * @param foldOf the fold of each observation, from 0
 * @param folds how many
 */
public record ExpressionFolds(String strategy, int[] groupOf, int[] foldOf, int folds) {

    private static final int FEWEST = 3;

    public ExpressionFolds {
        if (folds < FEWEST) {
            throw new InputException(Problem.of("too few groups to train, to choose and to judge")
                    .at("the split by " + strategy)
                    .expected("at least " + FEWEST, folds)
                    .fix("Split by spatial block, or give a case with more patients"));
        }
    }

    /** Blocks of about 100 observations, dealt to folds in random order. */
    public static ExpressionFolds blocks(ExpressionMaterial material, int folds, long seed) {
        int[] grid = Division.grid(material.x(), material.y());
        int[] present = Arrays.stream(grid).distinct().sorted().toArray();
        int[] order = present.clone();
        CounterRandom.of(seed, "expression-folds", 0).shuffle(order);
        int[] dealt = new int[Arrays.stream(grid).max().orElse(0) + 1];
        for (int i = 0; i < order.length; i++) {
            dealt[order[i]] = i % folds;
        }
        int[] groups = Arrays.stream(grid)
                .map(block -> Arrays.binarySearch(present, block))
                .toArray();
        int[] foldOf = Arrays.stream(grid).map(block -> dealt[block]).toArray();
        return new ExpressionFolds("spatial_block", groups, foldOf, Math.min(folds, present.length));
    }

    /** One fold for each patient. */
    public static ExpressionFolds patients(String[] patients) {
        List<String> names = List.copyOf(new TreeSet<>(Arrays.asList(patients)));
        int[] groups = Arrays.stream(patients).mapToInt(names::indexOf).toArray();
        return new ExpressionFolds("patient", groups, groups, names.size());
    }

    /** How many blocks or patients. */
    public int groups() {
        return Arrays.stream(groupOf).max().orElse(-1) + 1;
    }

    int[] judging(int fold) {
        return rows(fold);
    }

    int[] choosing(int fold) {
        return rows((fold + 1) % folds);
    }

    int[] training(int fold) {
        int next = (fold + 1) % folds;
        return IntStream.range(0, foldOf.length)
                .filter(i -> foldOf[i] != fold && foldOf[i] != next)
                .toArray();
    }

    private int[] rows(int fold) {
        return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
    }
}
