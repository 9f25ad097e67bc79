package io.spatho.cli;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.table.Table;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.region.ImageFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A table of what an encoder makes of the picture around each cell or region. */
final class ImageFeatureChoice {

    @Option(
            names = "--image-features",
            paramLabel = "PARQUET",
            description =
                    "Image features of the observations, as spatho histology encode writes them; or a table of your own"
                            + " with columns img_*, and cell_id or region_id.")
    private Optional<Path> file = Optional.empty();

    /** Adds the table's digest to what identifies the run; fails for a file that is not there or holds no features. */
    void describe(Map<String, String> study) {
        file.ifPresent(path -> {
            if (!Files.isRegularFile(path)) {
                throw new ResourceException(Problem.of("there is no such table of image features")
                        .at(path)
                        .fix("Name a Parquet file that spatho histology encode wrote"));
            }
            Table table = new ParquetTables().read(path);
            if (!TileFeatures.fits(table)) {
                ImageFeatures.require(table, path.toString());
            }
            try {
                study.put("image_features", RunSettings.name(path));
                study.put("image_features_sha256", Fingerprint.ofFile(path).sha256());
            } catch (IOException e) {
                throw new ResourceException(
                        Problem.of("the file cannot be read").at(path), e);
            }
        });
    }

    /** The features of cells, each of which may lie in a region. */
    Optional<ImageFeatures> of(String[] cellIds, String[] regionIds) {
        return file.map(path -> {
            Table table = new ParquetTables().read(path);
            return TileFeatures.fits(table)
                    ? ImageFeatures.of(TileFeatures.read(path), path.toString(), cellIds)
                    : ImageFeatures.of(table, path.toString(), cellIds, regionIds);
        });
    }
}
