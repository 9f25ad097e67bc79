package io.spatho.cli;

import io.spatho.anndata.h5ad.AnnDataWriter;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.spatialdata.SpatialDataWriter;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.zarr.ZarrWriter;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** The formats that a case can be written in; {@code convert} names them by {@code --to} or by the output's name. */
enum CaseOutput {
    /** An AnnData object in an HDF5 file. */
    H5AD,
    /** An AnnData object in a Zarr store. */
    ZARR,
    /** A SpatialData store. */
    SPATIALDATA;

    private static final String STORE = ".zarr";

    /** The format chosen, or the one that goes with the name; a store needs a name that says so. */
    static CaseOutput of(CaseOutput chosen, Path output) {
        boolean store = output.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(STORE);
        CaseOutput format = chosen;
        if (chosen == null) {
            format = store ? ZARR : H5AD;
        }
        if (store != (format != H5AD)) {
            throw new UsageException(Problem.of("the output's name does not go with its format")
                    .at(output)
                    .expected(
                            format == H5AD ? "a name that does not end in .zarr" : "a name that ends in .zarr",
                            output.getFileName())
                    .fix("Change --output or --to"));
        }
        return format;
    }

    /** Refuses a compression that the format does not know. */
    void require(Compression compression) {
        if (this != H5AD && compression != Compression.GZIP) {
            throw new UsageException(Problem.of("stores are always compressed the same way")
                    .expected("--compression for an h5ad file", "a Zarr store")
                    .fix("Leave --compression out, or write an h5ad file"));
        }
    }

    /** Whether the format holds AnnData elements and nothing around them. */
    boolean isAnnData() {
        return this != SPATIALDATA;
    }

    /** Writes a case while it is read, where the format can take the counts so. */
    SpatialDataset convert(
            Path output, Compression compression, Workers workers, Function<Optional<CountSink>, SpatialDataset> read) {
        if (this == SPATIALDATA) {
            return SpatialDataWriter.stream(output, workers, counts -> read.apply(Optional.of(counts)));
        }
        AtomicReference<SpatialDataset> converted = new AtomicReference<>();
        write(output, compression, workers, root -> {
            converted.set(AnnDataWriter.stream(root, counts -> read.apply(Optional.of(counts))));
        });
        return converted.get();
    }

    /** Writes AnnData elements, durably: the output is there when all of it is. */
    void write(Path output, Compression compression, Workers workers, Consumer<TreeGroup> content) {
        if (this == ZARR) {
            try (ZarrWriter writer = ZarrWriter.create(output, workers)) {
                content.accept(writer.root());
                writer.finish();
            }
        } else {
            DurableFiles.write(output, file -> {
                try (Hdf5Writer writer = Hdf5Writer.create(file, workers, compression.level())) {
                    content.accept(writer.root());
                    writer.finish();
                }
            });
        }
    }
}
