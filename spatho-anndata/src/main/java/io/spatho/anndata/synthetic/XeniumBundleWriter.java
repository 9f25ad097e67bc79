package io.spatho.anndata.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.dataset.Platform;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a made section as a Xenium Onboard Analysis 2.0 bundle.
 *
 * <p>Files: {@code experiment.xenium}, {@code cell_feature_matrix.h5}, {@code cells.parquet}, {@code cells.csv.gz}, {@code analysis/…/clusters.csv}
 * and, if wanted, boundaries, transcripts and the matrix as text. Images and zarr archives are left out, as in a partial download.
 * Units are micrometres. Memory: about 150 bytes for a cell, whatever the panel.
 *
 * <p>Source: https://www.10xgenomics.com/support/software/xenium-onboard-analysis/2.0/analysis/xoa-output-understanding-outputs.
 */
final class XeniumBundleWriter {

    private static final MatrixFile MATRIX =
            new MatrixFile("xenium-2.0.0.10", "Xenium (made data, not measured)", "synthetic");
    private static final double PIXEL = 0.2125;
    private static final int BLOCKS_IN_FLIGHT = 32;

    private final SyntheticOptions options;
    private final Workers workers;
    private final Section section;
    private final Panel panel;
    private final XeniumCounts counts;
    private final XeniumCounts.Totals totals;
    private final CellLabels labels;
    private final String[] names;

    XeniumBundleWriter(SyntheticOptions options, Workers workers) {
        this.options = options;
        this.workers = workers;
        this.section = Section.of(options.observations(), options.seed(), workers);
        this.panel = Panel.targeted(options.genes(), options.seed());
        this.counts = new XeniumCounts(section, panel, expression(), options.seed());
        this.totals = new XeniumCounts.Totals(panel, section.cells());
        this.labels = CellLabels.of(section, options.seed());
        this.names = labels.names();
    }

    private Expression expression() {
        return new Expression(section.lattice().tissue(), panel, options.seed(), options.moleculesOn(Platform.XENIUM));
    }

    Section section() {
        return section;
    }

    /** The H&amp;E slide of the section. */
    SectionSlide slide() {
        return new SectionSlide(section, PIXEL);
    }

    /** Writes the bundle into an existing folder. */
    void write(Path folder) {
        Path matrix = folder.resolve("cell_feature_matrix.h5");
        long entries = MATRIX.write(matrix, panel.features(), names, counts, totals::add, workers);
        if (options.matrixFolder()) {
            Path text = folder.resolve("cell_feature_matrix");
            MatrixFolder.write(text, MATRIX.software(), panel.features(), names, counts, entries, workers);
        }
        double area = writeCells(folder);
        if (options.transcripts() > 0) {
            writeTranscripts(folder.resolve("transcripts.parquet"));
        }
        try {
            Files.write(folder.resolve("experiment.xenium"), CanonicalJson.document(experiment(area)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GraphClusters.write(folder, section, totals, names, options.seed());
    }

    /** Writes structure, type, depth in a nest and quality of every cell. */
    void writeTruth(Path file) {
        TypeMixture mixture = new TypeMixture();
        Expression expression = expression();
        TruthFile.write(file, "cell_id,structure,cell_type,tumour_depth_um,low_quality", names.length, number -> {
            Cell cell = section.cell(number, mixture);
            String depth = Long.toString(Math.round(cell.place().tumourDepth()));
            String kind = cell.place().structure().id() + "," + cell.type().id();
            return names[number] + "," + kind + "," + depth + "," + expression.lowQuality(cell);
        });
    }

    /** Writes the tables of cells and returns the area of all cells. */
    private double writeCells(Path folder) {
        CellTables example = CellTables.of(section, totals, labels, 0, 0);
        try (Writer csv = zipped(folder.resolve("cells.csv.gz"));
                TableSink cells = sink(folder.resolve("cells.parquet"), example.cells());
                TableSink cellRings = sink(folder.resolve("cell_boundaries.parquet"), example.cellRings());
                TableSink nucleusRings = sink(folder.resolve("nucleus_boundaries.parquet"), example.nucleusRings())) {
            csv.write(CellTables.csvHeader(example.cells()));
            double area = 0;
            int block = CountRows.BLOCK;
            for (int first = 0; first < names.length; first += block * BLOCKS_IN_FLIGHT) {
                List<CellTables> made = tables(first);
                List<Runnable> writers = List.of(
                        () -> made.forEach(tables -> cells.append(tables.cells())),
                        () -> made.forEach(tables -> append(csv, CellTables.csvLines(tables.cells()))),
                        () -> made.forEach(tables -> cellRings.append(tables.cellRings())),
                        () -> made.forEach(tables -> nucleusRings.append(tables.nucleusRings())));
                workers.map(writers.size(), i -> {
                    writers.get(i).run();
                    return Boolean.TRUE;
                });
                area += made.stream().mapToDouble(CellTables::area).sum();
            }
            return area;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<CellTables> tables(int first) {
        int block = CountRows.BLOCK;
        int left = (names.length - first + block - 1) / block;
        return workers.map(Math.min(BLOCKS_IN_FLIGHT, left), i -> {
            int from = first + i * block;
            int to = Math.min(names.length, from + block);
            return CellTables.of(section, totals, labels, from, to);
        });
    }

    private static TableSink sink(Path file, Table example) {
        return new ParquetTables().create(file, Map.of(), example);
    }

    private static Writer zipped(Path file) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), StandardCharsets.UTF_8));
    }

    private static void append(Writer out, String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTranscripts(Path file) {
        Transcripts transcripts = new Transcripts(section, panel, names, options.seed(), options.transcripts());
        CountBlock none = new CountBlock(new int[0], new int[0], new int[0]);
        int block = CountRows.BLOCK;
        int blocks = (names.length + block - 1) / block;
        try (TableSink sink = sink(file, transcripts.rows(0, none))) {
            for (int first = 0; first < blocks; first += BLOCKS_IN_FLIGHT) {
                int start = first;
                workers.map(Math.min(BLOCKS_IN_FLIGHT, blocks - first), i -> {
                            int from = (start + i) * block;
                            return transcripts.rows(from, counts.block(from, Math.min(names.length, from + block)));
                        })
                        .forEach(sink::append);
            }
        }
    }

    private ObjectNode experiment(double area) {
        int[] perCell = new int[names.length];
        Arrays.setAll(perCell, totals::transcripts);
        double molecules = Arrays.stream(perCell).asDoubleStream().sum();
        Arrays.sort(perCell);
        ObjectNode experiment = CanonicalJson.object();
        experiment.put("major_version", 4).put("minor_version", 0).put("patch_version", 0);
        experiment.put("run_name", "Made data, not measured").put("run_start_time", "2026-01-01T00:00:00Z");
        experiment.put("region_name", "Synthetic section, seed " + options.seed());
        experiment.put("preservation_method", "N/A").put("num_cells", names.length);
        experiment.put("transcripts_per_cell", perCell[perCell.length / 2]);
        experiment.put("transcripts_per_100um", Math.rint(1e6 * molecules / area) / 1e4);
        experiment.put("cassette_name", "N/A").put("slide_id", "N/A");
        experiment.put("panel_design_id", "N/A").put("panel_name", "spatho synthetic panel");
        experiment.put("panel_organism", "Human").put("panel_tissue_type", "Synthetic");
        experiment.put("panel_num_targets_predesigned", panel.genes()).put("panel_num_targets_custom", 0);
        experiment.put("pixel_size", PIXEL).put("z_step_size", 3.0);
        experiment.put("instrument_sn", "N/A").put("instrument_sw_version", "N/A");
        experiment.put("analysis_sw_version", MATRIX.software());
        experiment.put("analysis_uuid", "N/A").put("experiment_uuid", "N/A").put("cassette_uuid", "N/A");
        experiment.put("roi_uuid", "N/A").put("well_uuid", "N/A").put("calibration_uuid", "N/A");
        experiment.put("segmentation_stain", "N/A");
        experiment.set("images", CanonicalJson.object());
        experiment.set("xenium_explorer_files", CanonicalJson.object());
        return experiment;
    }
}
