package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.graph.Libraries;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.random.CounterRandom;
import io.spatho.stgpt.region.Division;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which observations judge together: each fold once judges, others choose, the rest trains.
 *
 * <p>With three folds and more the fold after the judging one chooses. Of two patients the one judges, a fifth of the other's spatial
 * blocks chooses, and the rest of that patient trains.
 *
 * @param strategy {@code spatial_block}, {@code patient} or {@code slide}
 * @param groupOf the group of each observation, from 0, over which intervals are drawn
 * @param groups what the groups are, {@code spatial_block}, {@code patient} or {@code slide}
 * @param foldOf the fold of each observation, from 0
 * @param folds how many
 * @param chooser with two folds, whether an observation chooses when its fold does not judge
 */
public record ExpressionFolds(
        String strategy, int[] groupOf, String groups, int[] foldOf, int folds, boolean[] chooser) {

    private static final String BLOCK = "spatial_block";
    private static final String PATIENT = "patient";
    private static final String SLIDE = "slide";
    private static final int FEWEST = 3;
    private static final int CHOOSING = 5;

    /** Blocks of about 100 observations of a slide, dealt to folds in random order. */
    public static ExpressionFolds blocks(PlacedFeatures places, int folds, long seed) {
        int[] groups = blocks(places);
        int[] dealt = dealt(groups, folds, seed);
        int present = Arrays.stream(dealt).max().orElse(-1) + 1;
        int[] foldOf = Arrays.stream(groups).map(block -> dealt[block]).toArray();
        return enough(new ExpressionFolds(BLOCK, groups, BLOCK, foldOf, present, new boolean[foldOf.length]));
    }

    /** One fold for each of two or more patients, given for each slide. */
    public static ExpressionFolds patients(PlacedFeatures places, List<String> patientOfSlide, long seed) {
        String[] patients = Arrays.stream(places.slides().codes())
                .mapToObj(patientOfSlide::get)
                .toArray(String[]::new);
        Libraries each = Libraries.of(patients);
        int[] blocks = blocks(places);
        boolean[] chooser = new boolean[blocks.length];
        if (each.size() > 2) {
            return enough(new ExpressionFolds(PATIENT, each.codes(), PATIENT, each.codes(), each.size(), chooser));
        }
        for (int[] rows : each.rows()) {
            int[] own = compact(Arrays.stream(rows).map(row -> blocks[row]).toArray());
            int[] dealt = dealt(own, CHOOSING, seed);
            IntStream.range(0, rows.length).forEach(i -> chooser[rows[i]] = dealt[own[i]] == 0);
        }
        return enough(new ExpressionFolds(PATIENT, blocks, BLOCK, each.codes(), each.size(), chooser));
    }

    /** Each slide apart, for figures within slides of predictions that were made elsewhere. */
    public static ExpressionFolds slides(PlacedFeatures places) {
        Libraries each = places.slides();
        return new ExpressionFolds(SLIDE, each.codes(), SLIDE, each.codes(), each.size(), new boolean[places.size()]);
    }

    private static ExpressionFolds enough(ExpressionFolds split) {
        boolean isEnough = split.folds >= FEWEST || (split.folds == 2 && split.strategy.equals(PATIENT));
        if (!isEnough) {
            throw new InputException(Problem.of("too few groups to train, to choose and to judge")
                    .at("the split by " + split.strategy)
                    .expected("at least " + FEWEST + " blocks or 2 patients", split.folds)
                    .fix("Ask for more --folds, or give a case with more observations"));
        }
        return split;
    }

    /** The block of each observation, numbered from 0 without gaps; blocks of different slides differ. */
    private static int[] blocks(PlacedFeatures places) {
        return compact(Division.grid(places.x(), places.y(), places.slides()));
    }

    private static int[] compact(int[] numbers) {
        int[] present = Arrays.stream(numbers).distinct().sorted().toArray();
        return Arrays.stream(numbers)
                .map(number -> Arrays.binarySearch(present, number))
                .toArray();
    }

    private static int[] dealt(int[] groups, int folds, long seed) {
        int[] order =
                IntStream.rangeClosed(0, Arrays.stream(groups).max().orElse(-1)).toArray();
        CounterRandom.of(seed, "expression-folds", 0).shuffle(order);
        int[] dealt = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dealt[order[i]] = i % folds;
        }
        return dealt;
    }

    /** How many blocks or patients intervals are drawn over. */
    public int groupCount() {
        return Arrays.stream(groupOf).max().orElse(-1) + 1;
    }

    int[] judging(int fold) {
        return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
    }

    int[] choosing(int fold) {
        return IntStream.range(0, foldOf.length).filter(i -> chooses(i, fold)).toArray();
    }

    int[] training(int fold) {
        return IntStream.range(0, foldOf.length)
                .filter(i -> foldOf[i] != fold && !chooses(i, fold))
                .toArray();
    }

    private boolean chooses(int row, int fold) {
        return folds == 2 ? foldOf[row] != fold && chooser[row] : foldOf[row] == (fold + 1) % folds;
    }

    /** The folds in words and numbers. */
    ObjectNode document() {
        return CanonicalJson.object()
                .put("strategy", strategy)
                .put("folds", folds)
                .put("interval_over", groups)
                .put("interval_groups", groupCount())
                .put("fingerprint", fingerprint().sha256());
    }

    /** A digest over who judges, chooses and trains. */
    Fingerprint fingerprint() {
        return Fingerprint.ofText(
                strategy + folds + Arrays.toString(foldOf) + Arrays.toString(groupOf) + Arrays.toString(chooser));
    }
}
