package io.spatho.anndata.bundle;

import io.spatho.anndata.cosmx.CosmxReader;
import io.spatho.anndata.h5ad.H5adReader;
import io.spatho.anndata.merscope.MerscopeReader;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tenx.BundlePart;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.visium.SpaceRangerOptions;
import io.spatho.anndata.visium.VisiumReader;
import io.spatho.anndata.visiumhd.VisiumHdReader;
import io.spatho.anndata.xenium.SlideFiles;
import io.spatho.anndata.xenium.XeniumReader;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens a case of any kind: a Xenium, Visium, Visium HD, MERSCOPE or CosMx folder, or an AnnData object in an h5ad file or a Zarr store.
 *
 * <p>Determinism: the dataset depends on the files only, not on threads. Errors: whatever is wrong with the files ends in an {@link
 * InputException} that names file, cause and remedy.
 */
public final class Bundles {

    private static final String H5AD_ROLE = "h5ad";

    private Bundles() {}

    /** The kind of a case, found out from its content. */
    public static Platform detect(Path path) {
        return BundleKind.of(path);
    }

    /** Reads a case. */
    public static SpatialDataset open(Path path, BundleOptions options) {
        Platform platform = options.format().orElseGet(() -> detect(path));
        return switch (platform) {
            case XENIUM -> {
                BundleFolder folder = folder(path, options);
                yield PlatformMetrics.onto(XeniumReader.read(folder, options.workers()), folder, options.workers());
            }
            case VISIUM -> {
                BundleFolder folder = folder(path, options);
                yield PlatformMetrics.onto(
                        VisiumReader.read(folder, options.spaceRanger(), options.workers()), folder, options.workers());
            }
            case VISIUM_HD -> {
                BundleFolder folder = folder(path, options);
                yield PlatformMetrics.onto(
                        VisiumHdReader.read(folder, options.spaceRanger(), options.workers()),
                        folder,
                        options.workers());
            }
            case MERSCOPE -> MerscopeReader.read(folder(path, options), options.workers());
            case COSMX -> CosmxReader.read(folder(path, options), options.workers());
            case H5AD -> h5ad(path, options);
        };
    }

    private static BundleFolder folder(Path path, BundleOptions options) {
        return BundleFolder.open(path).reading(options.matrix());
    }

    /** An h5ad file is itself a source, after those that its contract may name. */
    private static SpatialDataset h5ad(Path file, BundleOptions options) {
        SpatialDataset dataset;
        try (ArrayTree source = AnnDataPath.open(file, options.workers())) {
            dataset = H5adReader.read(source, options.spatialUnit());
        }
        List<SourceFile> sources = new ArrayList<>(dataset.metadata().sources());
        sources.removeIf(source -> source.role().equals(H5AD_ROLE));
        sources.add(self(file));
        CaseMetadata metadata = dataset.metadata().withSources(sources);
        return SpatialDataset.builder(
                        metadata, dataset.counts(), dataset.panel(), dataset.obs(), dataset.xUm(), dataset.yUm())
                .modalities(dataset.modalities())
                .obsm(dataset.obsm())
                .images(dataset.images())
                .build();
    }

    /** The elements of an AnnData object on disk: an HDF5 file, or a Zarr store in a folder or zip. */
    public static ArrayTree tree(Path path, Workers workers) {
        return AnnDataPath.open(path, workers);
    }

    /** An AnnData object on disk as a source. */
    public static SourceFile self(Path path) {
        return AnnDataPath.source(H5AD_ROLE, path);
    }

    /** The alignment that a Xenium folder holds for a slide; none for anything else. */
    public static Optional<SlideFiles.Alignment> slideAlignment(Path path, Path slide) {
        return Files.isDirectory(path) && detect(path) == Platform.XENIUM
                ? SlideFiles.alignment(BundleFolder.open(path), slide)
                : Optional.empty();
    }

    /** What is known of H&amp;E pictures that a Xenium folder holds, a line each. */
    public static List<String> slideNotes(Path path) {
        return Files.isDirectory(path) && detect(path) == Platform.XENIUM
                ? SlideFiles.notes(BundleFolder.open(path))
                : List.of();
    }

    /** What a case holds, what it lacks and what would not be read. */
    public static Inspection inspect(Path path) {
        Platform platform = detect(path);
        if (platform == Platform.H5AD) {
            Inspection.Item item = new Inspection.Item(
                    H5AD_ROLE, path.getFileName().toString(), AnnDataPath.bytes(path), Inspection.State.FOUND);
            return new Inspection(path, platform, List.of(item), List.of());
        }
        BundleFolder folder = BundleFolder.open(path);
        List<String> notes = new ArrayList<>();
        List<BundlePart> parts =
                switch (platform) {
                    case XENIUM -> {
                        notes.addAll(SlideFiles.notes(folder));
                        yield XeniumReader.parts(folder);
                    }
                    case VISIUM -> VisiumReader.parts(folder, "", SpaceRangerOptions.USUAL);
                    case VISIUM_HD -> {
                        notes.add("bin sizes: " + String.join(", ", VisiumHdReader.binSizes(folder)));
                        yield VisiumHdReader.parts(folder, SpaceRangerOptions.USUAL);
                    }
                    case MERSCOPE -> MerscopeReader.parts(folder);
                    case COSMX -> CosmxReader.parts(folder);
                    case H5AD -> List.of();
                };
        return new Inspection(path, platform, items(platform, folder, parts), notes);
    }

    private static List<Inspection.Item> items(Platform platform, BundleFolder folder, List<BundlePart> parts) {
        List<Inspection.Item> items = new ArrayList<>();
        for (BundlePart part : parts) {
            for (Path file : part.files()) {
                String name = folder.nameOf(folder.use(part.role(), file));
                items.add(new Inspection.Item(part.role(), name, size(file), Inspection.State.FOUND));
            }
            if (part.files().isEmpty()) {
                Inspection.State state = part.required() ? Inspection.State.MISSING : Inspection.State.ABSENT;
                items.add(new Inspection.Item(part.role(), part.expected(), -1, state));
            }
        }
        PlatformMetrics.file(folder).ifPresent(file -> {
            String name = folder.nameOf(folder.use(PlatformMetrics.ROLE, file));
            items.add(new Inspection.Item(PlatformMetrics.ROLE, name, size(file), Inspection.State.FOUND));
        });
        for (String name : folder.unused()) {
            String role = platform == Platform.XENIUM ? XeniumReader.roleOfUnused(name) : "";
            items.add(new Inspection.Item(role, name, size(folder.root().resolve(name)), Inspection.State.UNUSED));
        }
        return items;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + e.getMessage() + ")")
                            .at(file),
                    e);
        }
    }
}
