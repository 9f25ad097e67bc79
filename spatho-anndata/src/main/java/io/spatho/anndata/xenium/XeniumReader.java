package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tenx.FeatureBarcodeMatrix;
import io.spatho.anndata.tenx.Identifiers;
import io.spatho.anndata.tenx.MatrixFiles;
import io.spatho.anndata.tenx.Positions;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a Xenium bundle: {@code experiment.xenium}, the cell-feature matrix (HDF5 preferred, else Matrix Market), the cell table
 * (Parquet preferred, else CSV) and, where there is one, the graph clustering.
 *
 * <p>Observations are the matrix's cells in matrix order; positions are the table's centroids in micrometres. Transcripts, boundaries
 * and images are listed as unused. Errors: a cell of the matrix that the table lacks, repeated ids, positions that are not finite, a
 * missing file, each an {@link io.spatho.core.error.InputException}. Source: 10x Genomics, Xenium Onboard Analysis output files,
 * versions 1 to 4.
 */
public final class XeniumReader {

    /** The name of the matrix without its ending. */
    public static final String MATRIX = "cell_feature_matrix";

    private XeniumReader() {}

    /** Whether a folder holds {@code experiment.xenium}, or a Xenium cell table beside a cell-feature matrix. */
    public static boolean isBundle(BundleFolder folder) {
        return folder.find(Experiment.NAMES).isPresent()
                || (CellTable.looksRight(folder)
                        && MatrixFiles.find(folder, "", MATRIX).isPresent());
    }

    /** What the reader looks for. */
    public static List<BundlePart> parts(BundleFolder folder) {
        return List.of(
                BundlePart.of("experiment", false, "experiment.xenium", folder.find(Experiment.NAMES)),
                new BundlePart(
                        "matrix",
                        true,
                        MATRIX + ".h5 or " + MATRIX + "/",
                        MatrixFiles.find(folder, "", MATRIX).files()),
                BundlePart.of("cells", true, "cells.parquet or cells.csv.gz", folder.find(CellTable.NAMES)),
                BundlePart.of(
                        "clusters",
                        false,
                        "analysis/clustering/gene_expression_graphclust/clusters.csv",
                        folder.find(PlatformClusters.NAMES)));
    }

    /** The dataset in a bundle's folder. */
    public static SpatialDataset read(BundleFolder folder, Workers workers) {
        List<String> warnings = new ArrayList<>();
        Experiment experiment = Experiment.read(folder, warnings);
        FeatureBarcodeMatrix matrix = MatrixFiles.find(folder, "", MATRIX).read(folder, MATRIX, workers);
        FeatureBarcodeMatrix.Split split =
                matrix.split(experiment.panelName(), folder.request().counts());
        Path cellsFile = CellTable.find(folder);
        Table cells = CellTable.read(folder.use("cells", cellsFile));
        Map<String, Integer> rows = Identifiers.requireUnique(cellsFile, "cell", cells.strings("cell_id"));
        int[] matched = Identifiers.match(matrix.file(), matrix.barcodes(), cellsFile, rows, "cell");
        if (cells.rows() > matched.length) {
            warnings.add((cells.rows() - matched.length) + " of " + cells.rows()
                    + " cells of the table are not in the matrix and were left out");
        }
        Table obs = cells.select(matched);
        double[] x = Positions.requireFinite(cellsFile, obs, "x_centroid");
        double[] y = Positions.requireFinite(cellsFile, obs, "y_centroid");
        obs = PlatformClusters.add(folder, CellTable.withoutPositions(obs), warnings);
        compareTotals(obs, split, warnings);
        CaseMetadata metadata = metadata(folder, experiment, matrix, warnings, workers);
        return SpatialDataset.builder(metadata, split.counts(), split.panel(), obs, x, y)
                .modalities(split.modalities())
                .build();
    }

    private static void compareTotals(Table obs, FeatureBarcodeMatrix.Split split, List<String> warnings) {
        if (!obs.has("transcript_counts")) {
            return;
        }
        double[] stated = obs.doubles("transcript_counts");
        int different = 0;
        for (int row = 0; row < stated.length; row++) {
            different += stated[row] == split.totals()[row] ? 0 : 1;
        }
        if (different > 0) {
            warnings.add(different + " of " + stated.length
                    + " cells have another total in the matrix than transcript_counts in the table");
        }
    }

    private static CaseMetadata metadata(
            BundleFolder folder,
            Experiment experiment,
            FeatureBarcodeMatrix matrix,
            List<String> warnings,
            Workers workers) {
        Map<String, String> fields = new TreeMap<>(experiment.fields());
        matrix.attributes().forEach((key, value) -> fields.putIfAbsent("matrix." + key, value));
        String unused = String.join(", ", knownUnused(folder));
        if (!unused.isEmpty()) {
            fields.put("files_not_read", unused);
        }
        return new CaseMetadata(
                Platform.XENIUM,
                experiment.softwareVersion(),
                experiment.name(folder.name()),
                experiment.pixelSizeUm(),
                Double.NaN,
                folder.sources(workers),
                List.of(SpatialTransform.scale("slide_um", "morphology_pixel", 1 / experiment.pixelSizeUm())),
                fields,
                warnings);
    }

    private static List<String> knownUnused(BundleFolder folder) {
        List<String> known =
                Arrays.asList("transcripts", "boundaries", ".ome.tif", "zarr.zip", "alignment", "analysis");
        return folder.unused().stream()
                .filter(name -> known.stream().anyMatch(name::contains))
                .limit(100)
                .toList();
    }
}
