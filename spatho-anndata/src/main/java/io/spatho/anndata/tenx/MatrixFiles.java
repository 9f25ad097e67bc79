package io.spatho.anndata.tenx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a bundle keeps its matrix: an HDF5 file or the three files of a Matrix Market folder, each name with or without a prefix
 * such as {@code GSM123_}.
 *
 * @param h5 the HDF5 file, when there is one
 * @param mex the Matrix Market files, when there are all three
 */
public record MatrixFiles(Optional<Path> h5, Optional<MexFiles> mex) {

    private static final String PREFIX = "([^/]*[_.-])?";

    /**
     * Looks for a matrix.
     *
     * @param base the sub-folder to look in, empty or with a slash at its end
     * @param stem {@code cell_feature_matrix} or {@code filtered_feature_bc_matrix}
     */
    public static MatrixFiles find(BundleFolder folder, String base, String stem) {
        String start = Pattern.quote(base);
        Optional<Path> h5 = folder.find(List.of(start + stem + "\\.h5", start + PREFIX + stem + "\\.h5"));
        Optional<MexFiles> mex = mex(folder, start + stem + "/");
        if (mex.isEmpty()) {
            mex = mex(folder, start + PREFIX + stem + "/");
        }
        return new MatrixFiles(h5, mex.isEmpty() ? mex(folder, start + PREFIX) : mex);
    }

    private static Optional<MexFiles> mex(BundleFolder folder, String start) {
        Optional<Path> matrix = folder.find(List.of(start + "matrix\\.mtx\\.gz", start + "matrix\\.mtx"));
        Optional<Path> features = folder.find(List.of(
                start + "features\\.tsv\\.gz",
                start + "features\\.tsv",
                start + "genes\\.tsv\\.gz",
                start + "genes\\.tsv"));
        Optional<Path> barcodes = folder.find(List.of(start + "barcodes\\.tsv\\.gz", start + "barcodes\\.tsv"));
        if (matrix.isEmpty() || features.isEmpty() || barcodes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MexFiles(matrix.get(), features.get(), barcodes.get()));
    }

    /** The files that would be read, none when there is no matrix. */
    public List<Path> files() {
        if (h5.isPresent()) {
            return List.of(h5.get());
        }
        return mex.map(files -> List.of(files.matrix(), files.features(), files.barcodes()))
                .orElse(List.of());
    }

    /** Whether there is any matrix. */
    public boolean isPresent() {
        return h5.isPresent() || mex.isPresent();
    }

    /**
     * Opens the HDF5 file, or without one the Matrix Market files, and notes them as used; entries are read when they are asked for.
     */
    public FeatureBarcodeMatrix read(BundleFolder folder, String stem, Workers workers) {
        if (h5.isPresent()) {
            return MatrixH5Reader.open(
                    folder.use("matrix", h5.get()), folder.request().genome(), workers);
        }
        if (mex.isEmpty()) {
            throw new InputException(Problem.of("the matrix is missing")
                    .at(folder.root())
                    .expected(
                            stem + ".h5, or " + stem + "/ with matrix.mtx.gz, features.tsv.gz and barcodes.tsv.gz",
                            "neither"));
        }
        if (folder.request().genome().isPresent()) {
            throw new InputException(Problem.of("a Matrix Market folder does not say the genome of its features")
                    .at(mex.get().features())
                    .fix("Leave --genome out, or use the HDF5 matrix of the same run."));
        }
        folder.use("matrix", mex.get().matrix());
        folder.use("features", mex.get().features());
        folder.use("barcodes", mex.get().barcodes());
        return MexReader.open(mex.get(), workers);
    }
}
