package io.spatho.anndata.merscope;

import io.spatho.anndata.csv.CsvBlocks;
import io.spatho.anndata.tenx.BundleFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a region keeps its files; each name may have a prefix such as {@code GSM123_}, tables may be compressed.
 *
 * @param counts {@code cell_by_gene.csv}
 * @param cells {@code cell_metadata.csv}
 * @param molecules {@code detected_transcripts.csv}
 * @param transform {@code images/micron_to_mosaic_pixel_transform.csv}
 * @param boundaries {@code cell_boundaries.parquet}, or what the segmentation tool calls it
 * @param boundaryParts {@code cell_boundaries/feature_data_*.hdf5} of older software, ascending
 */
record MerscopeFiles(
        Optional<Path> counts,
        Optional<Path> cells,
        Optional<Path> molecules,
        Optional<Path> transform,
        Optional<Path> boundaries,
        List<Path> boundaryParts) {

    private static final String PREFIX = "([^/]*[_.-])?";
    private static final Pattern PART = Pattern.compile("(.*/)?cell_boundaries/[^/]*\\.(hdf5|h5)");

    static MerscopeFiles find(BundleFolder folder) {
        return new MerscopeFiles(
                table(folder, "cell_by_gene"),
                table(folder, "cell_metadata"),
                table(folder, "detected_transcripts"),
                folder.find(List.of(
                        "images/micron_to_mosaic_pixel_transform\\.csv",
                        "(images/)?" + PREFIX + "micron_to_mosaic_pixel_transform\\.csv")),
                folder.find(List.of(
                        "cell_boundaries\\.parquet",
                        "cellpose_micron_space\\.parquet",
                        "watershed_micron_space\\.parquet",
                        PREFIX + "(cell_boundaries|micron_space)\\.parquet")),
                folder.names().stream()
                        .filter(name -> PART.matcher(name).matches())
                        .map(folder.root()::resolve)
                        .toList());
    }

    private static Optional<Path> table(BundleFolder folder, String stem) {
        return folder.find(List.of(stem + "\\.csv(\\.gz)?", PREFIX + stem + "\\.csv(\\.gz)?"));
    }

    /** Whether the tables of counts and cells are there and look like what their names say. */
    boolean looksRight() {
        if (counts.isEmpty() || cells.isEmpty()) {
            return false;
        }
        List<String> columns = CsvBlocks.headerOf(cells.get());
        return columns.contains("center_x") && columns.contains("center_y");
    }
}
