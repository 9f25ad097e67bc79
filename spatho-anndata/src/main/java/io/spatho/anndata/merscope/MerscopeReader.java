package io.spatho.anndata.merscope;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.csv.CsvCounts;
import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.OutlineSource;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a region of a MERSCOPE run: {@code cell_by_gene.csv}, {@code cell_metadata.csv} and, lazily, boundaries and transcripts.
 *
 * <p>Observations are the cells of {@code cell_by_gene.csv} in file order; ids are text, since they have up to 39 digits. Positions are
 * {@code center_x} and {@code center_y}, which the platform gives in micrometres. Columns whose names begin with {@code Blank} are the
 * modality {@code blank}. Every other column of {@code cell_metadata.csv} stays in {@code obs}. Errors: a cell without metadata, repeated
 * ids, broken numbers, each an {@link InputException}. Source: Vizgen MERSCOPE Instrument user guide, output files; Vizgen
 * Post-processing Tool 1.
 */
public final class MerscopeReader {

    private static final String BLANK = "Blank";

    private MerscopeReader() {}

    /** Whether a folder holds a table of counts beside a table of cells with centres. */
    public static boolean isBundle(BundleFolder folder) {
        return MerscopeFiles.find(folder).looksRight();
    }

    /** What the reader looks for. */
    public static List<BundlePart> parts(BundleFolder folder) {
        MerscopeFiles files = MerscopeFiles.find(folder);
        List<Path> boundaries = files.boundaries().map(List::of).orElse(files.boundaryParts());
        return List.of(
                BundlePart.of("matrix", true, "cell_by_gene.csv", files.counts()),
                BundlePart.of("cells", true, "cell_metadata.csv", files.cells()),
                new BundlePart(
                        "cell_boundaries",
                        false,
                        "cell_boundaries.parquet or cell_boundaries/feature_data_*.hdf5",
                        boundaries),
                BundlePart.of("transcripts", false, "detected_transcripts.csv", files.molecules()),
                BundlePart.of(
                        "pixel_transform", false, "images/micron_to_mosaic_pixel_transform.csv", files.transform()));
    }

    /** The dataset in a region's folder. */
    public static SpatialDataset read(BundleFolder folder, Workers workers) {
        MerscopeFiles files = MerscopeFiles.find(folder);
        List<String> warnings = new ArrayList<>();
        Path countsFile = required(folder, files.counts(), "cell_by_gene.csv");
        Path cellsFile = required(folder, files.cells(), "cell_metadata.csv");
        FeatureBarcodeMatrix matrix = matrix(folder.use("matrix", countsFile), workers);
        FeatureBarcodeMatrix.Split split = matrix.split("");
        Table cells = cells(folder.use("cells", cellsFile), workers);
        Map<String, Integer> rows = Identifiers.requireUnique(cellsFile, "cell", cells.strings("cell_id"));
        int[] matched = Identifiers.match(countsFile, matrix.barcodes(), cellsFile, rows, "cell");
        if (cells.rows() > matched.length) {
            warnings.add((cells.rows() - matched.length) + " of " + cells.rows()
                    + " cells of the table are not in the matrix and were left out");
        }
        Table obs = cells.select(matched);
        double[] x = Positions.requireFinite(cellsFile, obs, "center_x");
        double[] y = Positions.requireFinite(cellsFile, obs, "center_y");
        Optional<SpatialTransform> mosaic =
                files.transform().map(file -> MosaicTransform.read(folder.use("pixel_transform", file)));
        double pixelSize = mosaic.map(MosaicTransform::pixelSizeUm).orElse(Double.NaN);
        List<OutlineSource> outlines = outlines(folder, files, matrix.barcodes());
        Optional<MerscopeMolecules> molecules = files.molecules()
                .map(file -> MerscopeMolecules.of(folder.use("transcripts", file), matrix.barcodes(), workers));
        molecules.ifPresent(source -> warnings.addAll(source.warnings()));
        CaseMetadata metadata = new CaseMetadata(
                Platform.MERSCOPE,
                "",
                folder.name(),
                pixelSize,
                Double.NaN,
                folder.sources(workers),
                mosaic.map(List::of).orElse(List.of()),
                Map.of(),
                warnings);
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), withoutPositions(obs), x, y)
                .modalities(split.modalities())
                .outlines(outlines)
                .molecules(molecules.map(source -> source))
                .build();
    }

    /** Whether a feature stands for no gene, so that its counts show how often a barcode is misread. */
    static boolean isBlank(String feature) {
        return feature.regionMatches(true, 0, BLANK, 0, BLANK.length());
    }

    private static Path required(BundleFolder folder, Optional<Path> file, String name) {
        return file.orElseThrow(() -> new InputException(Problem.of("a file of the MERSCOPE region is missing")
                .at(folder.root())
                .expected(name, "none")));
    }

    private static FeatureBarcodeMatrix matrix(Path file, Workers workers) {
        List<String> header;
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            header = blocks.header();
        }
        int key = Math.max(0, header.indexOf("cell"));
        CsvCounts counts = CsvCounts.read(file, new int[] {key}, Set.of(), keys -> true, workers);
        String[] ids = counts.keys()[0];
        Identifiers.requireUnique(file, "cell", ids);
        List<String> types = counts.features().stream()
                .map(name -> isBlank(name) ? BLANK : "Gene Expression")
                .toList();
        GenePanel features = new GenePanel("", counts.features(), counts.features(), types);
        return new FeatureBarcodeMatrix(file, features, ids, counts.matrix(), Map.of());
    }

    /** The table of cells with its first column as {@code cell_id}, whatever it is called. */
    private static Table cells(Path file, Workers workers) {
        List<String> header;
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            header = blocks.header();
            blocks.position("center_x");
            blocks.position("center_y");
        }
        String id = header.contains("EntityID") ? "EntityID" : header.get(0);
        String name = id.isBlank() ? "unnamed_" + header.indexOf(id) : id;
        Table raw = CsvFrame.read(file, Set.of(name), workers);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("cell_id", raw.column(name));
        raw.columns().forEach((column, values) -> {
            if (!column.equals(name)) {
                columns.putIfAbsent(column, values);
            }
        });
        for (String centre : List.of("center_x", "center_y")) {
            Column column = columns.get(centre);
            if (!(column instanceof Column.Doubles
                    || column instanceof Column.Ints
                    || column instanceof Column.Longs)) {
                throw new InputException(Problem.of("column " + centre + " is not numeric")
                        .at(file)
                        .expected("numbers", "text"));
            }
        }
        return Table.of(raw.rows(), columns);
    }

    private static Table withoutPositions(Table cells) {
        Map<String, Column> kept = new LinkedHashMap<>(cells.columns());
        kept.keySet().removeAll(Arrays.asList("center_x", "center_y"));
        return Table.of(cells.rows(), kept);
    }

    private static List<OutlineSource> outlines(BundleFolder folder, MerscopeFiles files, String[] cells) {
        if (files.boundaries().isPresent()) {
            return List.of(new ParquetBoundaries(
                    folder.use("cell_boundaries", files.boundaries().get()), cells));
        }
        if (files.boundaryParts().isEmpty()) {
            return List.of();
        }
        files.boundaryParts().forEach(part -> folder.use("cell_boundaries", part));
        return List.of(new Hdf5Boundaries(files.boundaryParts(), cells));
    }
}
