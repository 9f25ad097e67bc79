package io.spatho.core.cohort;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The genes that all cases measured.
 *
 * @param genes their names (or ids, where these agree better), ascending
 * @param byIds whether cases were matched by ids
 * @param positions for each case the position of each shared gene in its panel
 * @param smallest genes of the smallest panel
 * @param union genes that at least one case measured
 */
public record SharedPanel(List<String> genes, boolean byIds, List<int[]> positions, int smallest, int union) {

    /** Fewer shared genes than this say nothing of a cell. */
    public static final int FEWEST_GENES = 10;

    public SharedPanel {
        genes = List.copyOf(genes);
        positions = List.copyOf(positions);
    }

    /** The share of the smallest panel that is shared. */
    public double overlap() {
        return smallest == 0 ? 0 : (double) genes.size() / smallest;
    }

    /**
     * The genes shared by the panels.
     *
     * @param least the least share of the smallest panel
     * @throws InputException when fewer are shared
     */
    public static SharedPanel of(List<CohortMember> members, double least) {
        List<GenePanel> panels = members.stream().map(CohortMember::panel).toList();
        SharedPanel byNames = of(panels, false);
        SharedPanel byIds = of(panels, true);
        SharedPanel better = byIds.genes().size() > byNames.genes().size() ? byIds : byNames;
        if (better.genes().size() < FEWEST_GENES || better.overlap() < least) {
            throw new InputException(Problem.of("the cases share too few genes")
                    .at(String.join(
                            ", ", members.stream().map(CohortMember::name).toList()))
                    .expected(
                            "at least " + Words.percent(least) + " of the smallest panel and " + FEWEST_GENES
                                    + " genes",
                            Words.count(better.genes().size(), "gene") + " of " + Words.count(better.smallest()))
                    .fix("Leave out the case of another panel or species, or lower --min-panel-overlap"));
        }
        return better;
    }

    private static SharedPanel of(List<GenePanel> panels, boolean ids) {
        TreeSet<String> shared = null;
        TreeSet<String> all = new TreeSet<>();
        int smallest = Integer.MAX_VALUE;
        List<Map<String, Integer>> places = new ArrayList<>();
        for (GenePanel panel : panels) {
            Map<String, Integer> place = new HashMap<>();
            List<String> names = ids ? panel.featureIds() : panel.featureNames();
            for (int gene = 0; gene < names.size(); gene++) {
                if (!names.get(gene).isEmpty()) {
                    place.putIfAbsent(names.get(gene), gene);
                }
            }
            places.add(place);
            smallest = Math.min(smallest, place.size());
            all.addAll(place.keySet());
            if (shared == null) {
                shared = new TreeSet<>(place.keySet());
            } else {
                shared.retainAll(place.keySet());
            }
        }
        List<String> genes = shared == null ? List.of() : List.copyOf(shared);
        List<int[]> positions = places.stream()
                .map(place -> genes.stream().mapToInt(place::get).toArray())
                .toList();
        return new SharedPanel(genes, ids, positions, smallest, all.size());
    }

    /** The counts of a case in the shared genes, in their order. */
    CsrMatrix select(int member, CsrMatrix counts) {
        int[] wanted = positions.get(member);
        int[] target = new int[counts.columns()];
        Arrays.fill(target, -1);
        for (int gene = 0; gene < wanted.length; gene++) {
            target[wanted[gene]] = gene;
        }
        long[] starts = new long[counts.rows() + 1];
        for (int row = 0; row < counts.rows(); row++) {
            int held = 0;
            for (int i = counts.start(row); i < counts.end(row); i++) {
                held += target[counts.columnIndices()[i]] >= 0 ? 1 : 0;
            }
            starts[row + 1] = starts[row] + held;
        }
        int[] columns = new int[Math.toIntExact(starts[counts.rows()])];
        float[] values = new float[columns.length];
        long[] entries = new long[0];
        for (int row = 0; row < counts.rows(); row++) {
            int held = Math.toIntExact(starts[row + 1] - starts[row]);
            entries = entries.length < held ? new long[held] : entries;
            int next = 0;
            for (int i = counts.start(row); i < counts.end(row); i++) {
                int gene = target[counts.columnIndices()[i]];
                if (gene >= 0) {
                    entries[next++] =
                            ((long) gene << Integer.SIZE) | (Float.floatToRawIntBits(counts.values()[i]) & 0xFFFFFFFFL);
                }
            }
            Arrays.sort(entries, 0, held);
            for (int i = 0; i < held; i++) {
                columns[(int) starts[row] + i] = (int) (entries[i] >>> Integer.SIZE);
                values[(int) starts[row] + i] = Float.intBitsToFloat((int) entries[i]);
            }
        }
        return new CsrMatrix(counts.rows(), genes.size(), starts, columns, values);
    }
}
