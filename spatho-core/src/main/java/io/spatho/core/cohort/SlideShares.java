package io.spatho.core.cohort;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What share of the observations of a group carries a label, slide by slide and over slides.
 *
 * @param groups the groups; one without a name for whole slides
 * @param labels the labels
 * @param counts slides x groups x labels observations
 */
record SlideShares(List<String> slides, List<String> groups, List<String> labels, int[][][] counts) {

    /** Fewer observations of a group on a slide give no share. */
    private static final int FEWEST = 10;

    static SlideShares of(
            List<String> slides,
            int[] slideOf,
            List<String> groups,
            int[] groupOf,
            List<String> labels,
            int[] labelOf) {
        int[][][] counts = new int[slides.size()][groups.size()][labels.size()];
        for (int row = 0; row < slideOf.length; row++) {
            counts[slideOf[row]][groupOf[row]][labelOf[row]]++;
        }
        return new SlideShares(slides, groups, labels, counts);
    }

    int total(int slide, int group) {
        int total = 0;
        for (int count : counts[slide][group]) {
            total += count;
        }
        return total;
    }

    /** NaN where the slide holds too little of the group. */
    double share(int slide, int group, int label) {
        int total = total(slide, group);
        return total < FEWEST ? Double.NaN : (double) counts[slide][group][label] / total;
    }

    SlideMean mean(int group, int label) {
        double[] shares = new double[slides.size()];
        for (int slide = 0; slide < shares.length; slide++) {
            shares[slide] = share(slide, group, label);
        }
        return SlideMean.of(shares, 0, 1);
    }

    /** One row per slide, group and label. */
    Table bySlide(String groupName, String labelName) {
        List<String> cases = new ArrayList<>();
        List<String> ofGroup = new ArrayList<>();
        List<String> ofLabel = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int slide = 0; slide < slides.size(); slide++) {
            for (int group = 0; group < groups.size(); group++) {
                for (int label = 0; label < labels.size(); label++) {
                    cases.add(slides.get(slide));
                    ofGroup.add(groups.get(group));
                    ofLabel.add(labels.get(label));
                    numbers.add(counts[slide][group][label]);
                    shares.add(share(slide, group, label));
                }
            }
        }
        return Table.ofRows(cases.size())
                .with("case", CohortTables.strings(cases, text -> text))
                .with(groupName, CohortTables.strings(ofGroup, text -> text))
                .with(labelName, CohortTables.strings(ofLabel, text -> text))
                .with("n", CohortTables.ints(numbers, number -> number))
                .with("share", CohortTables.doubles(shares, share -> share));
    }

    /** One row per group and label: mean over slides with interval, n = slides. */
    Table overSlides(String groupName, String labelName) {
        List<String> ofGroup = new ArrayList<>();
        List<String> ofLabel = new ArrayList<>();
        List<SlideMean> means = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            for (int label = 0; label < labels.size(); label++) {
                ofGroup.add(groups.get(group));
                ofLabel.add(labels.get(label));
                means.add(mean(group, label));
            }
        }
        Table table = Table.ofRows(means.size())
                .with(groupName, CohortTables.strings(ofGroup, text -> text))
                .with(labelName, CohortTables.strings(ofLabel, text -> text));
        return withMeans(table, means);
    }

    /** Adds the columns of means over slides. */
    static Table withMeans(Table table, List<SlideMean> means) {
        return table.with("n_slides", CohortTables.ints(means, SlideMean::slides))
                .with("mean", CohortTables.doubles(means, SlideMean::mean))
                .with("lower", CohortTables.doubles(means, SlideMean::lower))
                .with("upper", CohortTables.doubles(means, SlideMean::upper))
                .with(
                        "level",
                        new Column.Doubles(means.stream()
                                .mapToDouble(mean -> mean.interval().isPresent() ? SlideMean.LEVEL : Double.NaN)
                                .toArray()));
    }
}
