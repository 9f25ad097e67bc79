package io.spatho.anndata.cosmx;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.tenx.BundleFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a slide keeps its flat files; each name has a prefix and may be compressed.
 *
 * @param counts {@code *_exprMat_file.csv}
 * @param cells {@code *_metadata_file.csv}
 * @param fields {@code *_fov_positions_file.csv}
 * @param molecules {@code *_tx_file.csv}
 * @param polygons {@code *-polygons.csv}
 */
record CosmxFiles(
        Optional<Path> counts,
        Optional<Path> cells,
        Optional<Path> fields,
        Optional<Path> molecules,
        Optional<Path> polygons) {

    static CosmxFiles find(BundleFolder folder) {
        return new CosmxFiles(
                table(folder, "exprMat_file"),
                table(folder, "metadata_file"),
                table(folder, "fov_positions_file"),
                table(folder, "tx_file"),
                table(folder, "polygons"));
    }

    private static Optional<Path> table(BundleFolder folder, String stem) {
        String name = "([^/]*[_.-])?" + stem + "\\.csv(\\.gz)?";
        return folder.find(List.of(name, "flatFiles/([^/]*/)?" + name));
    }

    /** Whether the tables of counts and cells are there and name cells as CosMx does. */
    boolean looksRight() {
        if (counts.isEmpty() || cells.isEmpty()) {
            return false;
        }
        List<String> columns = CsvBlocks.headerOf(counts.get());
        return columns.contains("fov") && columns.contains("cell_ID");
    }
}
