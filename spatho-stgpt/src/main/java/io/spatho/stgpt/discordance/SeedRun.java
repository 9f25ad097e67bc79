package io.spatho.stgpt.discordance;

import io.spatho.core.cluster.AdjustedRandIndex;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.stgpt.evaluation.Correlation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What is kept of the scores of one training among several that differ in their seed.
 *
 * @param seed of training, permutations and clusters
 * @param divergence of each spot in nats
 * @param domains of each spot
 * @param discordant whether a spot is called
 * @param activeDimensions latent dimensions in use
 * @param quality agreement with what was planted, if anything was
 */
record SeedRun(
        long seed,
        double[] divergence,
        int[] domains,
        boolean[] discordant,
        int activeDimensions,
        Optional<PlantedTruth.Quality> quality) {

    static SeedRun of(long seed, DiscordanceScores scores, Optional<Planted> truth) {
        return new SeedRun(
                seed,
                scores.divergence(),
                scores.domains(),
                scores.discordant(),
                scores.activeDimensions(),
                truth.map(planted -> PlantedTruth.compare(planted, scores)));
    }

    int called() {
        int count = 0;
        for (boolean spot : discordant) {
            count += spot ? 1 : 0;
        }
        return count;
    }

    double calledShare() {
        return called() / (double) discordant.length;
    }

    /**
     * Agreement of trainings, means over all pairs of them.
     *
     * @param ranks Spearman's correlation of the divergences
     * @param leastRanks the lowest of them
     * @param domains adjusted Rand index of the domains
     * @param leastDomains the lowest of them
     * @param called spots that both call among those that either calls; NaN when no pair calls any
     */
    record Agreement(double ranks, double leastRanks, double domains, double leastDomains, double called) {}

    static Agreement agreement(List<SeedRun> runs) {
        double[] ranks = pairs(runs, (a, b) -> Correlation.spearman(a.divergence, b.divergence));
        double[] domains = pairs(runs, (a, b) -> AdjustedRandIndex.of(a.domains, b.domains));
        double[] called = pairs(runs, SeedRun::sharedCalls);
        return new Agreement(mean(ranks), least(ranks), mean(domains), least(domains), mean(called));
    }

    private static double[] pairs(List<SeedRun> runs, ToDoubleBiFunction<SeedRun, SeedRun> measure) {
        double[] values = new double[runs.size() * (runs.size() - 1) / 2];
        int next = 0;
        for (int i = 0; i < runs.size(); i++) {
            for (int j = 0; j < i; j++) {
                values[next++] = measure.applyAsDouble(runs.get(i), runs.get(j));
            }
        }
        return values;
    }

    private static double sharedCalls(SeedRun a, SeedRun b) {
        int both = 0;
        int either = 0;
        for (int spot = 0; spot < a.discordant.length; spot++) {
            both += a.discordant[spot] && b.discordant[spot] ? 1 : 0;
            either += a.discordant[spot] || b.discordant[spot] ? 1 : 0;
        }
        return either == 0 ? Double.NaN : both / (double) either;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double least(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(Double.NaN);
    }

    /** A row for each training; the agreement with the truth only where there is one. */
    static Table table(List<SeedRun> runs) {
        Table table = Table.ofRows(runs.size())
                .with(
                        "seed",
                        new Column.Longs(runs.stream().mapToLong(SeedRun::seed).toArray()))
                .with("active_dimensions", counts(runs, SeedRun::activeDimensions))
                .with("called", counts(runs, SeedRun::called))
                .with("called_share", column(runs, SeedRun::calledShare));
        if (runs.get(0).quality.isEmpty()) {
            return table;
        }
        return table.with("auroc_divergence", truth(runs, PlantedTruth.Quality::areaUnderCurve))
                .with("auroc_gain", truth(runs, PlantedTruth.Quality::gainArea))
                .with("auroc_score", truth(runs, PlantedTruth.Quality::scoreArea))
                .with("ari_molecular_domains", truth(runs, PlantedTruth.Quality::molecularDomains))
                .with("found_share", truth(runs, PlantedTruth.Quality::foundShare))
                .with("false_share", truth(runs, PlantedTruth.Quality::falseShare));
    }

    private static Column counts(List<SeedRun> runs, Function<SeedRun, Integer> value) {
        return new Column.Ints(runs.stream().mapToInt(value::apply).toArray());
    }

    private static Column column(List<SeedRun> runs, ToDoubleFunction<SeedRun> value) {
        return new Column.Doubles(runs.stream().mapToDouble(value).toArray());
    }

    private static Column truth(List<SeedRun> runs, ToDoubleFunction<PlantedTruth.Quality> value) {
        return column(runs, run -> value.applyAsDouble(run.quality.orElseThrow()));
    }
}
