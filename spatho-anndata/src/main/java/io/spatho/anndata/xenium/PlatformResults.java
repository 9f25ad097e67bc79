package io.spatho.anndata.xenium;

import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the instrument's own analysis left, joined to the dataset's cells.
 *
 * @param clusters columns of {@code obs}
 * @param projections matrices of {@code obsm}
 * @param tables tables of {@code uns}
 */
record PlatformResults(
        Map<String, Column.Categories> clusters, Map<String, DenseMatrix> projections, Map<String, Table> tables) {

    static PlatformResults read(XeniumFiles files, CellIndex cells, Workers workers, List<String> warnings) {
        OnboardAnalysis analysis = new OnboardAnalysis(cells, workers);
        List<XeniumFiles.Named> clusters = use(files.folder(), "clusters", files.clusters());
        List<XeniumFiles.Named> projections = use(files.folder(), "projection", files.projections());
        List<XeniumFiles.Named> differences = use(files.folder(), "differential_expression", files.differences());
        return new PlatformResults(
                analysis.clusters(clusters, warnings),
                analysis.projections(projections),
                analysis.differences(differences));
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
