package io.spatho.core.analysis;

import io.spatho.core.pattern.CoOccurrence;
import io.spatho.core.pattern.CorrectedRipley;
import io.spatho.core.pattern.Ripley;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.Arrays;
import java.util.List;

/** The tables of patterns: one row per label, or pair of labels, and distance. */
final class PatternTables {

    private static final String NO_PAIR = "no pair within the distance";
    private static final String TOO_FEW = "too few observations";
    private static final String NO_SPREAD = "constant";

    /** Half the width of the band that holds 95 % of a normal distribution. */
    private static final double BAND = 1.959963984540054;

    private PatternTables() {}

    static Table coOccurrence(CoOccurrence together, List<String> names, int[] sizes) {
        int distances = together.thresholds().length;
        int rows = together.ratio().length;
        int labels = names.size();
        int[] ofLabel = new int[rows];
        int[] ofGiven = new int[rows];
        double[] distance = new double[rows];
        String[] reasons = new String[rows];
        for (int row = 0; row < rows; row++) {
            ofLabel[row] = row / distances / labels;
            ofGiven[row] = row / distances % labels;
            distance[row] = together.thresholds()[row % distances];
            reasons[row] = Double.isNaN(together.ratio()[row]) ? NO_PAIR : "";
        }
        return Table.ofRows(rows)
                .with("label", named(ofLabel, names))
                .with("given", named(ofGiven, names))
                .with("distance_um", new Column.Doubles(distance))
                .with("ratio", new Column.Doubles(together.ratio()))
                .with("lower", new Column.Doubles(together.lower()))
                .with("upper", new Column.Doubles(together.upper()))
                .with("n_label", counts(ofLabel, sizes))
                .with("n_given", counts(ofGiven, sizes))
                .with("undefined_reason", new Column.Strings(reasons));
    }

    static Table ripley(Ripley ripley, CorrectedRipley corrected, double[] adjusted, List<String> names, int[] sizes) {
        int distances = ripley.thresholds().length;
        int rows = ripley.k().length;
        int[] ofLabel = new int[rows];
        double[] distance = new double[rows];
        double[][] chance = new double[3][rows];
        String[] reasons = new String[rows];
        for (int row = 0; row < rows; row++) {
            ofLabel[row] = row / distances;
            distance[row] = ripley.thresholds()[row % distances];
            chance[0][row] = besag(ripley.expected()[row]);
            chance[1][row] = besag(ripley.expected()[row] - BAND * ripley.deviation()[row]);
            chance[2][row] = besag(ripley.expected()[row] + BAND * ripley.deviation()[row]);
            boolean defined = !Double.isNaN(ripley.k()[row]);
            reasons[row] = !defined ? TOO_FEW : Double.isNaN(ripley.z()[row]) ? NO_SPREAD : "";
        }
        return Table.ofRows(rows)
                .with("label", named(ofLabel, names))
                .with("distance_um", new Column.Doubles(distance))
                .with("k_um2", new Column.Doubles(ripley.k()))
                .with("l_um", new Column.Doubles(ripley.l()))
                .with("corrected_k_um2", new Column.Doubles(corrected.k()))
                .with("corrected_l_um", new Column.Doubles(corrected.l()))
                .with("corrected_l_lower_um", new Column.Doubles(corrected.lower()))
                .with("corrected_l_upper_um", new Column.Doubles(corrected.upper()))
                .with("random_labelling_l_um", new Column.Doubles(chance[0]))
                .with("random_labelling_lower_um", new Column.Doubles(chance[1]))
                .with("random_labelling_upper_um", new Column.Doubles(chance[2]))
                .with("z_score", new Column.Doubles(ripley.z()))
                .with("p_value", new Column.Doubles(ripley.p()))
                .with("p_adjusted", new Column.Doubles(adjusted))
                .with("n_observations", counts(ofLabel, sizes))
                .with("undefined_reason", new Column.Strings(reasons));
    }

    /** L of a K; a band that would reach below 0 ends there. */
    private static double besag(double k) {
        return Math.sqrt(Math.max(0, k) / Math.PI) + (Double.isNaN(k) ? Double.NaN : 0);
    }

    private static Column.Strings named(int[] codes, List<String> names) {
        return new Column.Strings(Arrays.stream(codes).mapToObj(names::get).toArray(String[]::new));
    }

    private static Column.Ints counts(int[] codes, int[] sizes) {
        return new Column.Ints(Arrays.stream(codes).map(code -> sizes[code]).toArray());
    }
}
