package io.spatho.stgpt.histology.feature;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The finished blocks of a table that is being made, each a small file that is there wholly or not at all.
 *
 * <p>Blocks lie in a folder that is named after a key, the fingerprint of all that decides their content; blocks of another key are
 * never taken and are removed. A block that cannot be read, or has other rows than were asked for, counts as missing.
 */
public final class FeatureBlocks {

    private static final String PREFIX = "blocks-";
    private static final int KEY_DIGITS = 32;

    private final Path folder;
    private final ParquetTables tables = new ParquetTables();

    private FeatureBlocks(Path folder) {
        this.folder = folder;
    }

    /** The blocks of a key below a folder; those of other keys are deleted. */
    public static FeatureBlocks open(Path parent, Fingerprint key) {
        Path own = parent.resolve(PREFIX + key.sha256().substring(0, KEY_DIGITS));
        if (Files.isDirectory(parent)) {
            for (Path other : list(parent)) {
                boolean isBlocks = other.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(other);
                if (isBlocks && !other.equals(own)) {
                    delete(other);
                }
            }
        }
        return new FeatureBlocks(own);
    }

    /** Whether a block is there with that many rows. */
    public boolean has(int block, int rows) {
        Path file = file(block);
        try {
            return Files.isRegularFile(file) && tables.read(file).rows() == rows;
        } catch (InputException e) {
            return false;
        }
    }

    /** Keeps a block. */
    public void put(int block, Table table) {
        DurableFiles.write(file(block), part -> {
            try (TableSink sink = tables.create(part, Map.of(), table)) {
                sink.append(table);
            }
        });
    }

    /** A block that is there. */
    public Table get(int block) {
        return tables.read(file(block));
    }

    /** Deletes all blocks; what is left of the table is the whole. */
    public void clear() {
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
    }

    private Path file(int block) {
        return folder.resolve(String.format(Locale.ROOT, "%06d.parquet", block));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new ResourceException(Problem.of("cannot list a folder").at(folder), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot remove finished blocks").at(folder), e);
        }
    }
}
