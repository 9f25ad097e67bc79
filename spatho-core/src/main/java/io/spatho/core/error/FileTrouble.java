package io.spatho.core.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Why a file could not be read or written, in words: exceptions of the JDK name the path alone where access is denied or nothing is
 * there, and the path is said elsewhere in a {@link Problem}.
 */
public final class FileTrouble {

    private static final int MOST_CAUSES = 20;

    private FileTrouble() {}

    /** The reason, such as {@code permission denied} or {@code No space left on device}. */
    public static String words(IOException trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (trouble instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (trouble instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (trouble instanceof FileAlreadyExistsException) {
            return "a file of that name is there";
        }
        if (trouble instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (trouble instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
    }

    /** The reason why nothing could be written to a place, with the room that is left there when it is a matter of room. */
    public static String words(IOException trouble, Path place) {
        String words = words(trouble);
        return words.contains("No space") || words.contains("quota") || words.contains("not enough space")
                ? words + free(place)
                : words;
    }

    private static String free(Path place) {
        Path there = place.toAbsolutePath();
        while (there != null && Files.notExists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? "" : ", " + Files.getFileStore(there).getUsableSpace() + " bytes free";
        } catch (IOException e) {
            return "";
        }
    }

    /** The first input or output error among a failure and its causes. */
    public static Optional<IOException> in(Throwable failure) {
        Throwable at = failure;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            if (at instanceof IOException trouble) {
                return Optional.of(trouble);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }
}
