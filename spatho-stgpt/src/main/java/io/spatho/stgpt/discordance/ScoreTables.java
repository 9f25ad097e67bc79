package io.spatho.stgpt.discordance;

import io.spatho.core.annotate.MarkerGenes;
import io.spatho.core.parallel.Workers;
import io.spatho.core.preprocess.Normalization;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The scores as tables. */
final class ScoreTables {

    private static final int MOST_DRIVERS = 8;
    private static final double TARGET = 1e4;

    private final SpotMaterial material;
    private final DiscordanceScores scores;
    private final double[] concordantGains;
    private final int[] regionOf;

    ScoreTables(SpotMaterial material, DiscordanceScores scores) {
        this.material = material;
        this.scores = scores;
        this.concordantGains = gains(spots(false));
        this.regionOf = new int[material.size()];
        Arrays.fill(regionOf, -1);
        for (int region = 0; region < scores.regions().size(); region++) {
            for (int spot : scores.regions().get(region)) {
                regionOf[spot] = region;
            }
        }
    }

    static String name(int region) {
        return "discordant_" + (region + 1);
    }

    private int[] spots(boolean discordant) {
        return IntStream.range(0, material.size())
                .filter(spot -> scores.discordant()[spot] == discordant)
                .toArray();
    }

    /** Mean gain of each gene over spots. */
    private double[] gains(int[] spots) {
        double[] means = new double[material.genes().size()];
        for (int spot : spots) {
            for (int gene = 0; gene < means.length; gene++) {
                means[gene] += scores.gains().get(spot, gene) / (double) spots.length;
            }
        }
        return means;
    }

    /** A row for each spot. */
    Table spots() {
        String[] slides = new String[material.size()];
        String[] regions = new String[material.size()];
        for (int spot = 0; spot < slides.length; spot++) {
            slides[spot] = material.slides().names()[material.slides().codes()[spot]];
            regions[spot] = regionOf[spot] < 0 ? "" : name(regionOf[spot]);
        }
        Table table = Table.ofRows(material.size())
                .with("spot_id", new Column.Strings(material.ids()))
                .with("slide", new Column.Strings(slides))
                .with("x_um", new Column.Doubles(material.xUm()))
                .with("y_um", new Column.Doubles(material.yUm()))
                .with("divergence", new Column.Doubles(scores.divergence()))
                .with("gain", new Column.Doubles(scores.gain()))
                .with("expected_gain", new Column.Doubles(scores.expected()))
                .with("score", new Column.Doubles(scores.score()))
                .with("p_value", new Column.Doubles(scores.pValues()))
                .with("p_adjusted", new Column.Doubles(scores.adjusted()))
                .with("false_discovery_rate", new Column.Doubles(scores.rates()))
                .with("discordant", new Column.Booleans(scores.discordant()))
                .with("region", new Column.Strings(regions))
                .with("domain", new Column.Ints(scores.domains()))
                .with("pseudotime", new Column.Doubles(scores.pseudotime()));
        if (scores.grouping().shares().isPresent()) {
            table = table.with(
                    "domain_share",
                    new Column.Doubles(scores.grouping().shares().get()));
        }
        for (int column = 0; column < scores.latent().columns(); column++) {
            table = table.with(
                    "latent_" + (column + 1), new Column.Floats(scores.latent().column(column)));
        }
        return table;
    }

    /** A row for each discordant region. */
    Table regions() {
        int n = scores.regions().size();
        String[] names = new String[n];
        String[] slides = new String[n];
        int[] sizes = new int[n];
        double[][] means = new double[4][n];
        String[] genes = new String[n];
        for (int region = 0; region < n; region++) {
            int[] members = scores.regions().get(region);
            names[region] = name(region);
            slides[region] = material.slides().names()[material.slides().codes()[members[0]]];
            sizes[region] = members.length;
            means[0][region] = mean(material.xUm(), members);
            means[1][region] = mean(material.yUm(), members);
            means[2][region] = mean(scores.divergence(), members);
            means[3][region] = mean(scores.gain(), members);
            genes[region] = String.join(",", drivers(members));
        }
        return Table.ofRows(n)
                .with("region", new Column.Strings(names))
                .with("slide", new Column.Strings(slides))
                .with("spots", new Column.Ints(sizes))
                .with("x_um", new Column.Doubles(means[0]))
                .with("y_um", new Column.Doubles(means[1]))
                .with("mean_divergence", new Column.Doubles(means[2]))
                .with("mean_gain", new Column.Doubles(means[3]))
                .with("driving_genes", new Column.Strings(genes));
    }

    private static double mean(double[] values, int[] members) {
        return Arrays.stream(members)
                .mapToDouble(spot -> values[spot])
                .average()
                .orElse(Double.NaN);
    }

    /** Names of the genes whose gain in these spots is above that in concordant ones, the largest difference first. */
    List<String> drivers(int[] members) {
        double[] here = gains(members);
        return IntStream.range(0, here.length)
                .boxed()
                .filter(gene -> here[gene] > concordantGains[gene])
                .sorted(Comparator.<Integer>comparingDouble(gene -> concordantGains[gene] - here[gene])
                        .thenComparingInt(gene -> gene))
                .limit(MOST_DRIVERS)
                .map(material.genes()::get)
                .toList();
    }

    /** A row for each gene: what the posterior gains over the prior, in nats for each spot. */
    Table genes() {
        return Table.ofRows(material.genes().size())
                .with("gene", new Column.Strings(material.genes().toArray(String[]::new)))
                .with("gain_discordant", new Column.Doubles(gains(spots(true))))
                .with("gain_concordant", new Column.Doubles(concordantGains));
    }

    /** Wilcoxon tests of discordant against concordant spots. */
    Table differential(Workers workers) {
        int[] groups = IntStream.range(0, material.size())
                .map(spot -> scores.discordant()[spot] ? 0 : 1)
                .toArray();
        Table both = MarkerGenes.of(
                        Normalization.toSum(material.counts(), TARGET, workers).matrix(), groups, 2, workers)
                .table(
                        "group",
                        List.of("discordant", "concordant"),
                        material.genes(),
                        material.genes().size());
        return both.select(IntStream.range(0, material.genes().size()).toArray());
    }
}
