package io.spatho.anndata.zarr;

import io.spatho.core.limit.Limit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a folder; links that lead out of the folder are refused. */
final class FolderStore implements ByteStore {

    private final Path given;
    private final Path root;

    FolderStore(Path folder) throws IOException {
        this.given = folder;
        this.root = folder.toRealPath();
    }

    @Override
    public Path file() {
        return given;
    }

    @Override
    public Optional<StoredBytes> find(String key) throws IOException {
        Optional<Path> file = resolve(key);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file.get())) {
            throw new IllegalStateException(key + " is no file");
        }
        return Optional.of(new FileBytes(file.get(), Files.size(file.get())));
    }

    private Optional<Path> resolve(String key) throws IOException {
        Path path;
        try {
            path = root.resolve(key);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.exists(path)) {
            throw new IllegalStateException(key + " is a link to nothing");
        }
        if (!path.toRealPath().startsWith(root)) {
            throw new IllegalStateException(key + " leads out of the store's folder");
        }
        return Optional.of(path);
    }

    /** Links inside the folder give one thing several keys. */
    @Override
    public String identity(String key) throws IOException {
        Optional<Path> path = resolve(key);
        return path.isEmpty() ? key : root.relativize(path.get().toRealPath()).toString();
    }

    @Override
    public List<String> children(String folder) throws IOException {
        Optional<Path> path = resolve(folder).filter(Files::isDirectory);
        if (path.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(path.get())) {
            return names.map(child -> child.getFileName().toString())
                    .limit(Limit.ZIP_ENTRIES.value())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        // No file stays open between reads.
    }

    /** A file of the folder. */
    private record FileBytes(Path path, long size) implements StoredBytes {
        @Override
        public byte[] read(long from, int length) throws IOException {
            if (from < 0 || length < 0 || from > size - length) {
                throw new IllegalStateException(
                        path.getFileName() + " has no bytes " + from + " to " + (from + length));
            }
            try (SeekableByteChannel channel = Files.newByteChannel(path)) {
                ByteBuffer bytes = ByteBuffer.allocate(length);
                channel.position(from);
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new IllegalStateException(path.getFileName() + " ends too early");
                    }
                }
                return bytes.array();
            }
        }
    }
}
