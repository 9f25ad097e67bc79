package io.spatho.core.qc;

import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A number that the platform's software published of a run, beside ours.
 *
 * @param name the platform's name for it
 * @param text the platform's value as it stands in its file
 * @param platform the value as a number; a percentage as a share; absent when it is text
 * @param ours our value of the same definition, where there is one
 * @param basis what ours was computed from; empty where there is none
 */
public record MetricComparison(String name, String text, OptionalDouble platform, OptionalDouble ours, String basis) {

    /** The dataset's table that holds the platform's metrics. */
    public static final String TABLE = "platform_metrics";

    /** Ours less the platform's, where both are known. */
    public OptionalDouble difference() {
        return platform.isPresent() && ours.isPresent()
                ? OptionalDouble.of(ours.getAsDouble() - platform.getAsDouble())
                : OptionalDouble.empty();
    }

    /** All metrics of a dataset in the order of their file; none when it has no such table. */
    public static List<MetricComparison> of(SpatialDataset dataset, QcResult qc) {
        Table table = dataset.tables().get(TABLE);
        List<MetricComparison> all = new ArrayList<>();
        if (table == null || table.rows() == 0) {
            return all;
        }
        Map<String, Ours> known = known(dataset, qc);
        table.columns().forEach((name, column) -> {
            String text = text(column);
            // Micro may be written with the sign or with the Greek letter.
            Ours ours = known.get(name.toLowerCase(Locale.ROOT).replace('\u00b5', '\u03bc'));
            all.add(new MetricComparison(
                    name,
                    text,
                    number(text),
                    ours == null ? OptionalDouble.empty() : finite(ours.value()),
                    ours == null ? "" : ours.basis()));
        });
        return all;
    }

    private static String text(Column column) {
        String text = column.text(0);
        return text == null || text.equals("NaN") ? "" : text;
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** {@code 1,234}, {@code 1234.5} or {@code 56.7%}. */
    static OptionalDouble number(String text) {
        String plain = text.strip().replace(",", "");
        boolean percent = plain.endsWith("%");
        if (!plain.matches("-?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?%?")) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(percent ? plain.substring(0, plain.length() - 1) : plain);
        return finite(percent ? value / 100 : value);
    }

    private record Ours(double value, String basis) {}

    private static Map<String, Ours> known(SpatialDataset dataset, QcResult qc) {
        Map<String, Ours> known = new LinkedHashMap<>();
        String all = "all " + dataset.metadata().platform().observation() + "s of the matrix";
        Ours size = new Ours(dataset.size(), all);
        Ours genes = new Ours(qc.detectedGenes().median(), all);
        Ours counts = new Ours(qc.totalCounts().median(), all);
        known.put("num_cells_detected", size);
        known.put("median_genes_per_cell", genes);
        known.put("median_transcripts_per_cell", counts);
        known.put("fraction_empty_cells", new Ours(emptyShare(qc), all));
        known.put("number of spots under tissue", size);
        known.put("median genes per spot", genes);
        known.put("median umi counts per spot", counts);
        known.put("total genes detected", new Ours(genesDetected(dataset), all));
        if (dataset.metadata().platform() == Platform.VISIUM_HD) {
            known.putAll(ofBins(dataset, qc, all));
        }
        String assigned = "counts inside cells; the platform's own may hold those outside as well";
        for (ControlRate rate : ControlRate.of(dataset)) {
            String stem = rate.kind().equals("genomic_control") ? "genomic_control_probe" : rate.kind();
            known.put("adjusted_" + stem + "_rate", new Ours(rate.adjustedRate(), assigned));
            known.put(
                    stem + "_counts_per_control_per_cell",
                    new Ours(rate.perFeaturePerObservation(), "counts inside cells"));
        }
        if (dataset.obs().has("cell_area")) {
            double area = Arrays.stream(dataset.obs().doubles("cell_area"))
                    .filter(Double::isFinite)
                    .sum();
            known.put("total_cell_area", new Ours(area, all));
        }
        return known;
    }

    /** Space Ranger's names for squares of 2 micrometres and for bins of the size that was read; for segmented cells those of cells. */
    private static Map<String, Ours> ofBins(SpatialDataset dataset, QcResult qc, String all) {
        double side = dataset.metadata().observationSizeUm();
        Map<String, Ours> known = new LinkedHashMap<>();
        if (Double.isNaN(side)) {
            known.put("number of cells", new Ours(dataset.size(), all));
            known.put("median genes per cell", new Ours(qc.detectedGenes().median(), all));
            known.put("median umis per cell", new Ours(qc.totalCounts().median(), all));
            return known;
        }
        String micrometres = " " + Math.round(side) + " \u03bcm";
        String bin = side <= 2 ? "square" : "bin";
        known.put("number of " + bin + "s under tissue" + micrometres, new Ours(dataset.size(), all));
        known.put(
                "mean genes under tissue per " + bin + micrometres,
                new Ours(qc.detectedGenes().mean(), all));
        known.put(
                "mean umis under tissue per " + bin + micrometres,
                new Ours(qc.totalCounts().mean(), all));
        known.put("total genes detected under tissue" + micrometres, new Ours(genesDetected(dataset), all));
        return known;
    }

    private static double emptyShare(QcResult qc) {
        double[] totals = qc.cells().totalCounts();
        return (double) Arrays.stream(totals).filter(total -> total == 0).count() / totals.length;
    }

    private static double genesDetected(SpatialDataset dataset) {
        boolean[] detected = new boolean[dataset.panel().size()];
        for (int i = 0; i < dataset.counts().columnIndices().length; i++) {
            detected[dataset.counts().columnIndices()[i]] |= dataset.counts().values()[i] > 0;
        }
        double found = 0;
        for (boolean gene : detected) {
            found += gene ? 1 : 0;
        }
        return found;
    }
}
