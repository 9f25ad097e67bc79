package io.spatho.anndata.zarr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys and their bytes: what a Zarr store is made of. Keys are relative and their parts joined by {@code /}. */
interface ByteStore extends AutoCloseable {

    /** The folder or file that holds the store. */
    Path file();

    /** The bytes under a key. */
    Optional<StoredBytes> find(String key) throws IOException;

    /** The names directly below a folder, sorted; {@code ""} is the root. */
    List<String> children(String folder) throws IOException;

    /** A name of what lies at a key that is the same for every key which leads there. */
    default String identity(String key) throws IOException {
        return key;
    }

    @Override
    void close() throws IOException;

    /** A key inside a folder. */
    static String join(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
