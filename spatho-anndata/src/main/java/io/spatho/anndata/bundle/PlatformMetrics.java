package io.spatho.anndata.bundle;

import io.spatho.anndata.csv.CsvFrame;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import io.spatho.core.qc.MetricComparison;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the platform's own software measured of a run: {@code metrics_summary.csv} of Xenium and Space Ranger, one line of names and one
 * of values.
 */
final class PlatformMetrics {

    static final String ROLE = "metrics";

    private static final List<String> NAMES =
            List.of("metrics_summary\\.csv(?:\\.gz)?", "[^/]*[_.-]metrics_summary\\.csv(?:\\.gz)?");
    private static final long LARGEST_FILE = 1 << 20;

    private PlatformMetrics() {}

    static Optional<Path> file(BundleFolder folder) {
        return folder.find(NAMES);
    }

    /** The dataset with the metrics as a table and their file as a source, where the folder holds any. */
    static SpatialDataset onto(SpatialDataset dataset, BundleFolder folder, Workers workers) {
        Optional<Path> file = file(folder);
        if (file.isEmpty()) {
            return dataset;
        }
        requireSmall(file.get());
        Map<String, Table> tables = new TreeMap<>(dataset.tables());
        tables.put(MetricComparison.TABLE, CsvFrame.read(file.get(), Set.of(), workers));
        CaseMetadata metadata = dataset.metadata();
        List<SourceFile> sources = new ArrayList<>(metadata.sources());
        sources.add(AnnDataPath.source(ROLE, file.get()));
        return dataset.toBuilder()
                .metadata(metadata.withSources(sources))
                .tables(tables)
                .build();
    }

    private static void requireSmall(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw new InputException(Problem.of("the table of metrics is too large")
                        .at(file)
                        .expected("at most " + LARGEST_FILE + " bytes", size));
            }
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }
}
