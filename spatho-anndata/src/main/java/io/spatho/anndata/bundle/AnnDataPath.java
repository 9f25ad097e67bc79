package io.spatho.anndata.bundle;

import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.zarr.ZarrSource;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** An AnnData object on disk: an HDF5 file, a Zarr store in a folder or a Zarr store in a zip file. */
final class AnnDataPath {

    private static final byte[] ZIP = {'P', 'K'};
    private static final List<String> STORE = List.of("zarr.json", ".zgroup");

    private AnnDataPath() {}

    /** Whether a path is a Zarr store: a folder with its metadata, or a zip file. */
    static boolean isZarr(Path path) {
        if (Files.isDirectory(path)) {
            return STORE.stream().anyMatch(name -> Files.isRegularFile(path.resolve(name)));
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            return false;
        }
    }

    static ArrayTree open(Path path, Workers workers) {
        return isZarr(path) ? ZarrSource.open(path, workers) : Hdf5Source.open(path, workers);
    }

    /** Size and digest; of a folder the sum of the sizes, and the digest of a list of its files and their digests. */
    static SourceFile source(String role, Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            if (!Files.isDirectory(path)) {
                return new SourceFile(
                        role, name, Files.size(path), Fingerprint.ofFile(path).sha256());
            }
            StringBuilder list = new StringBuilder();
            for (Path file : files(path)) {
                String relative = path.relativize(file).toString().replace('\\', '/');
                list.append(relative)
                        .append('\t')
                        .append(Fingerprint.ofFile(file).sha256())
                        .append('\n');
            }
            return new SourceFile(
                    role, name, bytes(path), Fingerprint.ofText(list.toString()).sha256());
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + e.getMessage() + ")")
                            .at(path),
                    e);
        }
    }

    /** The bytes of a file, or of all files below a folder. */
    static long bytes(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return Files.size(path);
            }
            long bytes = 0;
            for (Path file : files(path)) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + e.getMessage() + ")")
                            .at(path),
                    e);
        }
    }

    /** The files below a folder, sorted; links are not followed. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .limit(Limit.STORE_FILES.value() + 1)
                    .sorted()
                    .toList();
            Limit.STORE_FILES.require(files.size(), "the store has too many files", folder);
            return files;
        }
    }
}
