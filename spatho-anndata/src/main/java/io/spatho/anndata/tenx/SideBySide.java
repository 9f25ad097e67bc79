package io.spatho.anndata.tenx;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The matrices of several genomes as one: features one genome after the other, barcodes joined in order of first appearance. */
final class SideBySide {

    private SideBySide() {}

    static FeatureBarcodeMatrix of(Path file, List<FeatureBarcodeMatrix> parts) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (FeatureBarcodeMatrix part : parts) {
            for (String barcode : part.barcodes()) {
                rows.putIfAbsent(barcode, rows.size());
            }
        }
        String[] barcodes = rows.keySet().toArray(String[]::new);
        Map<String, String> facts = new LinkedHashMap<>(parts.get(0).attributes());
        facts.put(
                "genome",
                String.join(
                        ", ",
                        parts.stream()
                                .map(part -> part.attributes().get("genome"))
                                .toList()));
        return new FeatureBarcodeMatrix(file, features(parts), barcodes, matrix(parts, rows), facts);
    }

    private static GenePanel features(List<FeatureBarcodeMatrix> parts) {
        List<GenePanel> panels =
                parts.stream().map(FeatureBarcodeMatrix::features).toList();
        String[] genomes = panels.stream()
                .flatMap(panel -> Stream.of(panel.annotations().strings("genome")))
                .toArray(String[]::new);
        return new GenePanel(
                "",
                panels.stream().flatMap(panel -> panel.featureNames().stream()).toList(),
                panels.stream().flatMap(panel -> panel.featureIds().stream()).toList(),
                panels.stream().flatMap(panel -> panel.featureTypes().stream()).toList(),
                Table.ofRows(genomes.length).with("genome", new Column.Strings(genomes)));
    }

    private static CsrMatrix matrix(List<FeatureBarcodeMatrix> parts, Map<String, Integer> rows) {
        List<int[]> rowOf = new ArrayList<>();
        long[] starts = new long[rows.size() + 1];
        int columns = 0;
        for (FeatureBarcodeMatrix part : parts) {
            int[] target = new int[part.barcodes().length];
            for (int row = 0; row < target.length; row++) {
                target[row] = rows.get(part.barcodes()[row]);
                starts[target[row] + 1] +=
                        part.matrix().end(row) - part.matrix().start(row);
            }
            rowOf.add(target);
            columns += part.features().size();
        }
        for (int row = 0; row < rows.size(); row++) {
            starts[row + 1] += starts[row];
        }
        int[] indices = new int[Math.toIntExact(starts[rows.size()])];
        float[] values = new float[indices.length];
        long[] next = starts.clone();
        int offset = 0;
        for (int i = 0; i < parts.size(); i++) {
            CsrMatrix part = parts.get(i).matrix();
            for (int row = 0; row < part.rows(); row++) {
                for (int entry = part.start(row); entry < part.end(row); entry++) {
                    int at = (int) next[rowOf.get(i)[row]]++;
                    indices[at] = offset + part.columnIndices()[entry];
                    values[at] = part.values()[entry];
                }
            }
            offset += part.columns();
        }
        return new CsrMatrix(rows.size(), columns, starts, indices, values);
    }
}
