package io.spatho.anndata.hdf5;

import io.jhdf.Superblock;
import io.jhdf.SymbolTableEntry;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file whose superblock was read and checked.
 *
 * @param storage its bytes
 * @param root address of the root group
 */
record OpenedFile(GuardedStorage storage, long root) {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int FIRST_USER_BLOCK = 512;

    static OpenedFile open(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(
                    Problem.of("expected an HDF5 file, found a folder").at(file));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe would wait for somebody to write to it.
            throw new InputException(
                    Problem.of("expected an HDF5 file, found a device or pipe").at(file));
        }
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            OpenedFile result = read(file, channel);
            opened = true;
            return result;
        } catch (NoSuchFileException e) {
            throw new InputException(
                    Problem.of("the file does not exist").at(file).fix("Check the path"), e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read: " + e.getMessage()).at(file), e);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new InputException(
                    Problem.of("the HDF5 file's first block is damaged: " + deepestMessage(e))
                            .at(file)
                            .fix("Get the file again"),
                    e);
        } finally {
            if (!opened) {
                close(channel);
            }
        }
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static OpenedFile read(Path file, FileChannel channel) throws IOException {
        Superblock superblock = Superblock.readSuperblock(channel, signatureOffset(file, channel));
        GuardedStorage storage = new GuardedStorage(channel, superblock);
        long end = superblock.getEndOfFileAddress();
        if (end > storage.size() || end < 0) {
            throw new InputException(Problem.of("the HDF5 file is truncated")
                    .at(file)
                    .expected(end + " bytes", storage.size())
                    .fix("Copy or download the file again"));
        }
        return new OpenedFile(storage, root(superblock, storage));
    }

    private static long root(Superblock superblock, GuardedStorage storage) {
        if (superblock instanceof Superblock.SuperblockV0V1 old) {
            long entry = old.getRootGroupSymbolTableAddress() - old.getBaseAddressByte();
            return new SymbolTableEntry(storage, entry).getObjectHeaderAddress();
        }
        return ((Superblock.SuperblockV2V3) superblock).getRootGroupObjectHeaderAddress();
    }

    private static long signatureOffset(Path file, FileChannel channel) throws IOException {
        for (long offset = 0; offset < channel.size(); offset = Math.max(FIRST_USER_BLOCK, 2 * offset)) {
            ByteBuffer start = ByteBuffer.allocate(SIGNATURE.length);
            channel.read(start, offset);
            if (Arrays.equals(start.array(), SIGNATURE)) {
                return offset;
            }
        }
        throw new InputException(Problem.of("the file is not HDF5")
                .at(file)
                .expected("the HDF5 signature", channel.size() == 0 ? "an empty file" : "other bytes")
                .fix("Check that the right file was given and that it is complete"));
    }

    /** The error of a read that failed; what jHDF cannot read is not damage. */
    static InputException fault(String where, String message, Throwable cause) {
        boolean unsupported = message.startsWith("Unsupported");
        return new InputException(
                Problem.of("cannot read from the HDF5 file: " + message)
                        .at(where)
                        .fix(
                                unsupported
                                        ? "Write the file again with the default settings of h5py or anndata"
                                        : "The file may be damaged or of another kind; get it again or write it anew"),
                cause);
    }

    static String deepestMessage(Throwable failure) {
        Throwable deepest = failure;
        for (int i = 0; i < 32 && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof BufferUnderflowException || deepest instanceof IndexOutOfBoundsException) {
            return "a structure ends too early";
        }
        if (deepest instanceof OutOfMemoryError) {
            return "it asks for more memory than there is";
        }
        if (deepest instanceof StackOverflowError) {
            return "its structures nest without end";
        }
        String message = deepest.getMessage();
        return message == null || message.contains("Exception") ? "a structure makes no sense" : message;
    }
}
