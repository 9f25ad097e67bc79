package io.spatho.core.qc;

import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.RawCounts;
import io.spatho.core.parallel.Workers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures every observation and gene, and flags the observations that are too poor to analyse.
 *
 * <p>Determinism: independent of the number of threads. Cost: one pass over the entries of the counts and of the controls.
 */
public final class QualityControl {

    private static final int BLOCK = 8192;

    private QualityControl() {}

    /**
     * Measures and judges a dataset.
     *
     * @throws InputException when there is no observation or no gene, or when a count is negative or not finite
     */
    public static QcResult assess(SpatialDataset dataset, QcThresholds thresholds, Workers workers) {
        requireContent(dataset);
        CellMetrics cells = measure(dataset, workers);
        int[] flags = flags(cells, dataset.xUm(), dataset.yUm(), thresholds);
        int[] kept = rowsWithoutFlag(flags);
        GeneMetrics genes = GeneMetrics.of(dataset.counts(), kept);
        double[] detected =
                Arrays.stream(cells.detectedGenes()).asDoubleStream().toArray();
        return new QcResult(
                thresholds,
                cells,
                genes,
                flags,
                kept,
                genes.expressedInAtLeast(thresholds.minimumCellsPerGene()),
                countPerReason(flags),
                Quantiles.of(cells.totalCounts()),
                Quantiles.of(detected),
                Quantiles.of(cells.controlShare()),
                Quantiles.of(cells.mitochondrialShare()));
    }

    /** The metrics of every observation. */
    public static CellMetrics measure(SpatialDataset dataset, Workers workers) {
        CsrMatrix counts = dataset.counts();
        int n = counts.rows();
        boolean[] mitochondrial = GeneFamily.MITOCHONDRIAL.members(dataset.panel());
        int mitochondrialGenes = count(mitochondrial);
        List<Modality> controls =
                dataset.modalities().stream().filter(QualityControl::isControl).toList();
        int controlFeatures =
                controls.stream().mapToInt(m -> m.matrix().columns()).sum();
        double[] totals = new double[n];
        int[] detected = new int[n];
        double[] controlShare = new double[n];
        double[] mitochondrialShare = new double[n];
        workers.forRanges(n, BLOCK, (from, to) -> {
            for (int row = from; row < to; row++) {
                double mito = measureRow(counts, row, mitochondrial, totals, detected);
                double control = 0;
                for (Modality modality : controls) {
                    control += modality.matrix().rowSum(row);
                }
                mitochondrialShare[row] = mitochondrialGenes == 0 ? Double.NaN : share(mito, totals[row]);
                controlShare[row] = controlFeatures == 0 ? Double.NaN : share(control, totals[row] + control);
            }
        });
        return new CellMetrics(totals, detected, controlShare, mitochondrialShare, mitochondrialGenes, controlFeatures);
    }

    /** Whether a modality holds negative controls: its name speaks of controls or, in older runs, of blanks. */
    static boolean isControl(Modality modality) {
        String name = modality.name().toLowerCase(Locale.ROOT);
        return name.contains("control") || name.contains("blank");
    }

    private static double measureRow(
            CsrMatrix counts, int row, boolean[] mitochondrial, double[] totals, int[] detected) {
        double total = 0;
        double mito = 0;
        int genes = 0;
        for (int i = counts.start(row); i < counts.end(row); i++) {
            float value = RawCounts.value(counts, row, i);
            total += value;
            genes += value > 0 ? 1 : 0;
            mito += mitochondrial[counts.columnIndices()[i]] ? value : 0;
        }
        totals[row] = total;
        detected[row] = genes;
        return mito;
    }

    private static double share(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }

    private static int count(boolean[] values) {
        int found = 0;
        for (boolean value : values) {
            found += value ? 1 : 0;
        }
        return found;
    }

    private static int[] flags(CellMetrics cells, double[] xUm, double[] yUm, QcThresholds limits) {
        int[] flags = new int[cells.size()];
        for (int row = 0; row < flags.length; row++) {
            flags[row] = flag(cells.totalCounts()[row] < limits.minimumCounts(), QcReason.LOW_COUNTS)
                    | flag(cells.detectedGenes()[row] < limits.minimumGenes(), QcReason.FEW_GENES)
                    | flag(cells.controlShare()[row] > limits.maximumControlShare(), QcReason.HIGH_CONTROL_SHARE)
                    | flag(
                            cells.mitochondrialShare()[row] > limits.maximumMitochondrialShare(),
                            QcReason.HIGH_MITOCHONDRIAL_SHARE)
                    | flag(!Double.isFinite(xUm[row]) || !Double.isFinite(yUm[row]), QcReason.NO_POSITION);
        }
        return flags;
    }

    private static int flag(boolean applies, QcReason reason) {
        return applies ? reason.bit() : 0;
    }

    private static int[] rowsWithoutFlag(int[] flags) {
        int[] kept = new int[flags.length];
        int size = 0;
        for (int row = 0; row < flags.length; row++) {
            if (flags[row] == 0) {
                kept[size++] = row;
            }
        }
        return Arrays.copyOf(kept, size);
    }

    private static Map<QcReason, Integer> countPerReason(int[] flags) {
        Map<QcReason, Integer> counts = new EnumMap<>(QcReason.class);
        for (QcReason reason : QcReason.values()) {
            int found = 0;
            for (int flag : flags) {
                found += (flag & reason.bit()) != 0 ? 1 : 0;
            }
            counts.put(reason, found);
        }
        return counts;
    }

    private static void requireContent(SpatialDataset dataset) {
        if (dataset.size() == 0 || dataset.panel().size() == 0) {
            throw new InputException(Problem.of("the matrix is empty")
                    .expected(
                            "at least one observation and one gene",
                            dataset.size() + " observations and "
                                    + dataset.panel().size() + " genes")
                    .fix("Check that the bundle is complete and holds gene expression."));
        }
    }
}
