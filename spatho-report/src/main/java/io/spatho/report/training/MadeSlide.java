package io.spatho.report.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.analysis.PhenotypeRules;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evidence of a slide that nobody measured, drawn from the ranges of a pattern: shares are drawn, scaled to a sum of 1 and turned into
 * whole numbers, of which the largest takes what is left.
 *
 * <p>Its source says {@code made_slide}, and it never enters a run.
 */
final class MadeSlide {

    private static final String SOURCE = "made_slide@1.0";
    private static final int FEWEST = 3000;
    private static final int SPREAD = 17_001;
    private static final double LEVEL = 0.95;
    private static final double HALF_WIDTH = 0.02;
    private static final Set<String> IMMUNE =
            Set.of("T_cells", "B_cells", "NK_cells", "Macrophages", "Dendritic_cells", "Plasma_cells", "Neutrophils");

    private final List<Evidence> evidence = new ArrayList<>();
    private final SupportingArtifact origin;

    private MadeSlide(String pattern) {
        this.origin = new SupportingArtifact(
                "made", "all", Fingerprint.ofText(SOURCE + pattern).sha256());
    }

    /** The evidence of one made slide; the same for the same seed, pattern and number. */
    static List<Evidence> of(TissuePattern pattern, long seed, int number) {
        CounterRandom random = CounterRandom.of(seed, "made slide " + pattern.id(), number);
        int total = FEWEST + random.nextInt(SPREAD);
        int[] counts = counts(pattern, random, total);
        int clusters = (int) pattern.clusters().at(random.nextDouble());
        double confidence = pattern.confidence().at(random.nextDouble());
        double moran = pattern.moran().at(random.nextDouble());
        double entropy = pattern.entropy().at(random.nextDouble());
        MadeSlide slide = new MadeSlide(pattern.id());
        double immune = 0;
        for (int i = 0; i < counts.length; i++) {
            String label = TissuePattern.COMPARTMENTS.get(i);
            immune += IMMUNE.contains(label) ? counts[i] / (double) total : 0;
            slide.cluster(i, label, counts[i], confidence);
        }
        double stroma = counts[TissuePattern.COMPARTMENTS.indexOf("Stromal_CAF")] / (double) total;
        double unknown = counts[TissuePattern.COMPARTMENTS.indexOf("Unknown")] / (double) total;
        PhenotypeRules rules = new PhenotypeRules(
                unknown,
                immune,
                moran,
                moran - HALF_WIDTH,
                moran + HALF_WIDTH,
                entropy,
                entropy - HALF_WIDTH,
                entropy + HALF_WIDTH,
                stroma);
        slide.summarise(rules, clusters);
        return List.copyOf(slide.evidence);
    }

    static int[] counts(TissuePattern pattern, CounterRandom random, int total) {
        double[] shares = new double[TissuePattern.COMPARTMENTS.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = pattern.share(i).at(random.nextDouble());
            sum += shares[i];
        }
        int[] counts = new int[shares.length];
        int left = total;
        int largest = 0;
        for (int i = 0; i < shares.length; i++) {
            counts[i] = (int) (shares[i] / sum * total);
            left -= counts[i];
            largest = shares[i] > shares[largest] ? i : largest;
        }
        counts[largest] += left;
        return counts;
    }

    private void summarise(PhenotypeRules rules, int clusters) {
        add(
                Unit.SLIDE,
                "slide",
                "immune_share",
                value("share", rules.immuneShare()),
                around(rules.immuneShare()),
                true);
        add(
                Unit.SLIDE,
                "slide",
                "mean_spatial_autocorrelation",
                value("moran_i_mean", rules.moran()),
                around(rules.moran()),
                true);
        add(
                Unit.SLIDE,
                "slide",
                "neighbourhood_entropy",
                value("entropy", rules.entropy()).put("maximum", StrictMath.log(clusters)),
                around(rules.entropy()),
                true);
        ObjectNode pattern = CanonicalJson.object()
                .put("phenotype", rules.phenotype().id())
                .put("is_robust", rules.isRobust())
                .put("rules", PhenotypeRules.VERSION)
                .put("undefined_reason", "");
        add(Unit.SLIDE, "slide", "phenotype", pattern, Optional.empty(), rules.isRobust());
    }

    private static ObjectNode value(String name, double number) {
        return CanonicalJson.object().put(name, number);
    }

    private static Optional<Uncertainty> around(double value) {
        return Optional.of(new Uncertainty(value - HALF_WIDTH, value + HALF_WIDTH, LEVEL, "made"));
    }

    private void cluster(int number, String label, int cells, double confidence) {
        boolean known = !label.equals("Unknown");
        ObjectNode value = CanonicalJson.object()
                .put("label", label)
                .put("n_cells", cells)
                .put("confidence", known ? confidence : 0);
        add(Unit.STRUCTURE, "c" + number, "cluster_annotation", value, Optional.empty(), known);
    }

    private void add(
            Unit unit, String id, String type, ObjectNode value, Optional<Uncertainty> uncertainty, boolean passed) {
        evidence.add(new Measured(new Statement(
                unit,
                id,
                SOURCE,
                type,
                passed ? QcStatus.PASS : QcStatus.WARN,
                value,
                uncertainty,
                "A made value; nobody measured it.",
                List.of(origin),
                List.of(),
                List.of())));
    }
}
