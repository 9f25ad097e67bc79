package io.spatho.anndata.bundle;

import io.spatho.anndata.cosmx.CosmxReader;
import io.spatho.anndata.merscope.MerscopeReader;
import io.spatho.anndata.tenx.BundleFolder;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.visium.VisiumReader;
import io.spatho.anndata.visiumhd.VisiumHdReader;
import io.spatho.anndata.xenium.XeniumReader;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says by content what kind of case a path is; names of folders given by the user do not count. */
final class BundleKind {

    private static final int MOST_CHILDREN = 20;
    private static final String LOOKED_FOR = "experiment.xenium or a cell table with a cell_feature_matrix (Xenium);"
            + " scalefactors_json.json with bin_size_um in spatial/ or binned_outputs/*/spatial/ (Visium HD);"
            + " scalefactors_json.json or tissue_positions in spatial/ (Visium);"
            + " cell_by_gene.csv with cell_metadata.csv (MERSCOPE);"
            + " *_exprMat_file.csv with *_metadata_file.csv (CosMx); or an h5ad file";

    private BundleKind() {}

    static Platform of(Path path) {
        if (Files.isRegularFile(path) || AnnDataPath.isZarr(path)) {
            return ofFile(path);
        }
        if (!Files.isDirectory(path)) {
            throw new InputException(Problem.of("there is nothing at this path")
                    .at(path)
                    .expected("a folder or an h5ad file", "nothing"));
        }
        BundleFolder folder = BundleFolder.open(path);
        return ofFolder(folder)
                .orElseThrow(() -> new InputException(Problem.of("the folder is no case that spatho knows")
                        .at(path)
                        .expected(LOOKED_FOR, folder.names().size() + " files, none of these")
                        .fix(advice(folder))));
    }

    private static Platform ofFile(Path file) {
        try (ArrayTree source = AnnDataPath.open(file, null)) {
            if (source.exists("/obs") && source.exists("/var")) {
                return Platform.H5AD;
            }
            boolean matrix = source.isGroup("/matrix");
            if (source.isGroup("/tables")) {
                throw new InputException(Problem.of("a SpatialData store is not read as a whole")
                        .at(file)
                        .fix("Give the table inside: " + file.resolve("tables").resolve("table")));
            }
            throw new InputException(Problem.of(matrix ? "a matrix alone has no positions" : "not an AnnData object")
                    .at(file)
                    .expected(
                            "an h5ad file with obs and var, or the folder of a run",
                            String.join(", ", source.children("/")))
                    .fix(
                            matrix
                                    ? "Give the folder that holds the matrix and the cell or spot table."
                                    : "Check the path."));
        }
    }

    private static Optional<Platform> ofFolder(BundleFolder folder) {
        List<Platform> kinds = new ArrayList<>();
        if (XeniumReader.isBundle(folder)) {
            kinds.add(Platform.XENIUM);
        }
        if (VisiumHdReader.isBundle(folder)) {
            kinds.add(Platform.VISIUM_HD);
        } else if (VisiumReader.isBundle(folder)) {
            kinds.add(Platform.VISIUM);
        }
        if (MerscopeReader.isBundle(folder)) {
            kinds.add(Platform.MERSCOPE);
        }
        if (CosmxReader.isBundle(folder)) {
            kinds.add(Platform.COSMX);
        }
        if (kinds.size() > 1) {
            throw new InputException(Problem.of("the folder holds more than one kind of case")
                    .at(folder.root())
                    .expected(
                            "one kind",
                            String.join(
                                    " and ", kinds.stream().map(Platform::id).toList()))
                    .fix("Choose one with --format."));
        }
        return kinds.stream().findFirst();
    }

    private static String advice(BundleFolder folder) {
        List<String> h5ad =
                folder.names().stream().filter(name -> name.endsWith(".h5ad")).toList();
        if (!h5ad.isEmpty()) {
            return "Give the h5ad file itself: " + folder.root().resolve(h5ad.get(0));
        }
        List<String> children = folder.names().stream()
                .filter(name -> name.contains("/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .limit(MOST_CHILDREN)
                .toList();
        for (String child : children) {
            Path inside = folder.root().resolve(child);
            if (ofFolder(BundleFolder.open(inside)).isPresent()) {
                return "Did you mean " + inside + "?";
            }
        }
        return "Give the folder that the instrument or Space Ranger wrote.";
    }
}
