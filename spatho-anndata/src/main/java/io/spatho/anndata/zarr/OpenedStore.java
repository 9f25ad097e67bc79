package io.spatho.anndata.zarr;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.SpathoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens the bytes of a Zarr store, and says in one line what is wrong with it. */
final class OpenedStore {

    private static final int MOST_CAUSES = 32;

    private OpenedStore() {}

    /** The bytes of a folder or a zip file; fails as the reader of the store does. */
    static ByteStore open(Path path) {
        try {
            return Files.isDirectory(path) ? new FolderStore(path) : ZipStore.open(path);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    Problem.of("the file does not exist").at(path).fix("Check the path."), e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the Zarr store cannot be read: " + e.getMessage())
                            .at(path),
                    e);
        } catch (SpathoException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw fault(path.toString(), e);
        }
    }

    /** A failure at a place as the one line that a person reads. */
    static InputException fault(String where, Throwable failure) {
        Throwable deepest = failure;
        for (int i = 0; i < MOST_CAUSES && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        String said = failure instanceof IllegalStateException ? failure.getMessage() : deepest.getMessage();
        String message = said == null ? deepest.getClass().getSimpleName() : said;
        String advice = message.startsWith("Unsupported")
                ? "Write the store again with the default settings of zarr or anndata."
                : "The store may be damaged or incomplete; get it again or write it anew.";
        return new InputException(
                Problem.of("cannot read from the Zarr store: " + message)
                        .at(where)
                        .fix(advice),
                failure);
    }
}
