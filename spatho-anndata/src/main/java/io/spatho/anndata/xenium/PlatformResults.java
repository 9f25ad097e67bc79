package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the instrument's own analysis left, joined to the dataset's cells.
 *
 * @param clusters columns of {@code obs}
 * @param projections matrices of {@code obsm}
 * @param tables tables of {@code uns}
 */
record PlatformResults(
        Map<String, Column.Categories> clusters, Map<String, DenseMatrix> projections, Map<String, Table> tables) {

    /**
     * Reads what there is.
     *
     * @param barcodes the ids of the matrix in its order
     */
    static PlatformResults read(
            XeniumFiles files, CellIndex cells, String[] barcodes, Workers workers, List<String> warnings) {
        OnboardAnalysis analysis = new OnboardAnalysis(cells, workers);
        List<XeniumFiles.Named> clusters = use(files.folder(), "clusters", files.clusters());
        List<XeniumFiles.Named> projections = use(files.folder(), "projection", files.projections());
        List<XeniumFiles.Named> differences = use(files.folder(), "differential_expression", files.differences());
        Map<String, Column.Categories> columns =
                clusters.isEmpty() ? archived(files, cells, barcodes, workers) : analysis.clusters(clusters);
        OnboardAnalysis.warnAboutGaps(columns, warnings);
        return new PlatformResults(columns, analysis.projections(projections), analysis.differences(differences));
    }

    private static Map<String, Column.Categories> archived(
            XeniumFiles files, CellIndex cells, String[] barcodes, Workers workers) {
        Optional<Path> archive = files.analysisArchive();
        if (archive.isEmpty()) {
            return Map.of();
        }
        String[] ids = files.cellsArchive()
                .map(file -> CellsArchive.ids(files.folder().use("cell_ids", file), workers))
                .orElse(barcodes);
        return AnalysisArchive.clusters(files.folder().use("clusters", archive.get()), ids, cells);
    }

    private static List<XeniumFiles.Named> use(BundleFolder folder, String role, List<XeniumFiles.Named> files) {
        files.forEach(named -> folder.use(role, named.file()));
        return files;
    }

    Table addTo(Table obs) {
        Map<String, Column> columns = new LinkedHashMap<>(obs.columns());
        columns.putAll(clusters);
        return Table.of(obs.rows(), columns);
    }
}
