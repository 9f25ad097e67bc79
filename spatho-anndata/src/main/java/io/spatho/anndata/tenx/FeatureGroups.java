package io.spatho.anndata.tenx;

import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.matrix.CsrMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Divides a matrix into genes and modalities while its rows are read. */
final class FeatureGroups {

    private final FeatureBarcodeMatrix matrix;
    private final List<String> names = new ArrayList<>();
    private final List<int[]> columns = new ArrayList<>();
    private final ColumnGroups groups;
    private final double[] totals;
    private int row;
    private long nonzeros;

    FeatureGroups(FeatureBarcodeMatrix matrix) {
        this.matrix = matrix;
        GenePanel features = matrix.features();
        Map<String, List<Integer>> grouped = new LinkedHashMap<>();
        grouped.put("", new ArrayList<>());
        for (int column = 0; column < features.size(); column++) {
            String name = FeatureBarcodeMatrix.modality(features.featureTypes().get(column));
            grouped.computeIfAbsent(name, key -> new ArrayList<>()).add(column);
        }
        grouped.forEach((name, list) -> {
            names.add(name);
            columns.add(list.stream().mapToInt(Integer::intValue).toArray());
        });
        if (columns.get(0).length == 0) {
            throw new InputException(Problem.of("the matrix has no gene")
                    .at(matrix.file())
                    .expected(
                            "features of type " + FeatureBarcodeMatrix.GENE_EXPRESSION,
                            String.join(", ", names.subList(1, names.size()))));
        }
        groups = new ColumnGroups(features.size(), columns);
        totals = new double[matrix.barcodes().length];
    }

    FeatureBarcodeMatrix.Split split(String panelName, Optional<CountSink> wanted) {
        GatheredRows kept = wanted.isPresent() ? null : new GatheredRows(matrix.entries());
        List<CountSink> sinks = new ArrayList<>();
        sinks.add(wanted.orElse(kept));
        for (int group = 1; group < names.size(); group++) {
            sinks.add(new GatheredRows(0));
        }
        List<GenePanel> panels = new ArrayList<>();
        for (int group = 0; group < sinks.size(); group++) {
            GenePanel features = matrix.features().select(columns.get(group));
            panels.add(group == 0 ? features.named(panelName) : features);
            sinks.get(group).begin(totals.length, panels.get(group));
        }
        matrix.forEach(groups::divide, parts -> {
            addTotals(parts[0]);
            for (int group = 0; group < parts.length; group++) {
                sinks.get(group).append(parts[group]);
            }
        });
        requireCounts();
        GenePanel panel = matrix.features().select(columns.get(0)).named(panelName);
        CsrMatrix counts = kept == null ? CsrMatrix.withoutEntries(totals.length, panel.size()) : kept.matrix();
        List<Modality> modalities = new ArrayList<>();
        for (int group = 1; group < names.size(); group++) {
            CsrMatrix part = ((GatheredRows) sinks.get(group)).matrix();
            String name = names.get(group);
            modalities.add(new Modality(name, panels.get(group), matrix.scaled(name, part)));
        }
        return new FeatureBarcodeMatrix.Split(panels.get(0), counts, List.copyOf(modalities), totals);
    }

    private void addTotals(CsrMatrix genes) {
        for (int i = 0; i < genes.rows(); i++) {
            totals[row++] = genes.rowSum(i);
        }
        nonzeros += genes.nonzeros();
    }

    private void requireCounts() {
        if (nonzeros == 0) {
            throw new InputException(Problem.of("the matrix has no counts")
                    .at(matrix.file())
                    .expected(
                            "at least one count above zero",
                            "none in " + totals.length + " barcodes x " + columns.get(0).length + " genes")
                    .fix("Use the matrix of the whole run; for Visium HD another bin size (--bin-size) may hold it."));
        }
    }
}
