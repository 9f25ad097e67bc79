package io.spatho.cli.mcp;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders that a client may name, each by a name: {@code NAME/path/below}. An absolute path, {@code ..}, and a link that leads out
 * of its root, on the way or anywhere below what was named, are refused.
 *
 * <p>Who may change a root while a request runs can still swap a file for a link: roots are for folders of the user's own.
 */
public final class NamedRoots {

    /** The name under which what was written can be read again. */
    static final String WRITTEN = "written";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final int LONGEST = 4096;
    private static final int MOST_FILES = 200_000;

    private final SortedMap<String, Path> roots;
    private final Optional<Path> write;

    private NamedRoots(SortedMap<String, Path> roots, Optional<Path> write) {
        this.roots = Collections.unmodifiableSortedMap(roots);
        this.write = write;
    }

    /**
     * Roots that are there.
     *
     * @param named folders by name
     * @param write the folder below which tools write, or none for a server that only reads
     * @throws UsageException for a name of other characters, or a folder that is not there
     */
    public static NamedRoots of(Map<String, Path> named, Optional<Path> write) {
        SortedMap<String, Path> real = new TreeMap<>();
        named.forEach((name, folder) -> {
            if (!NAME.matcher(name).matches() || name.equals(WRITTEN)) {
                throw new UsageException(Problem.of("not a name for a root")
                        .at("--root")
                        .expected("letters, digits, _ . - and not " + WRITTEN, name));
            }
            real.put(name, folder(folder, "--root"));
        });
        Optional<Path> target = write.map(folder -> folder(folder, "--write"));
        target.ifPresent(folder -> real.put(WRITTEN, folder));
        if (real.isEmpty()) {
            throw new UsageException(Problem.of("no folder was named that may be read")
                    .at("--root")
                    .fix("Give --root NAME=DIR"));
        }
        return new NamedRoots(real, target);
    }

    private static Path folder(Path folder, String option) {
        try {
            Path real = folder.toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException e) {
            throw new UsageException(Problem.of("there is no such folder").at(option + " " + folder), e);
        }
        throw new UsageException(Problem.of("this is no folder").at(option + " " + folder));
    }

    /** The roots by name. */
    SortedMap<String, Path> folders() {
        return roots;
    }

    boolean mayWrite() {
        return write.isPresent();
    }

    /** An existing file or folder, with no link below it that leads out. */
    Path existing(String text) {
        Split split = split(text);
        Path root = split.root();
        try {
            Path real = root.resolve(split.below()).toRealPath();
            require(real.startsWith(root), text);
            requireLinksWithin(real, root, text);
            return real;
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("there is no such file or folder").at(text), e);
        }
    }

    private static void requireLinksWithin(Path folder, Path root, String text) throws IOException {
        int seen = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (++seen > MOST_FILES) {
                    throw new InputException(
                            Problem.of("too many files").at(text).expected("at most " + MOST_FILES, "more"));
                }
                if (Files.isSymbolicLink(file)) {
                    require(file.toRealPath().startsWith(root), text);
                }
            }
        }
    }

    /** A folder to make below the one that may be written to; it must not exist. */
    Path toMake(String text) {
        Path root = write.orElseThrow(
                () -> new UsageException(Problem.of("this server only reads").fix("Start it with --write DIR")));
        Path below = relative(text);
        Path target = root.resolve(below).normalize();
        require(target.startsWith(root) && !target.equals(root), text);
        for (Path parent = target; !parent.equals(root); parent = parent.getParent()) {
            require(!Files.isSymbolicLink(parent), text);
        }
        if (Files.exists(target)) {
            throw new UsageException(Problem.of("the output exists").at(text).fix("Name another folder"));
        }
        return target;
    }

    /** How a client calls a path; a text with paths of this machine loses them. */
    String masked(String text) {
        String masked = text;
        List<Map.Entry<String, Path>> longestFirst = roots.entrySet().stream()
                .sorted((a, b) -> Integer.compare(
                        b.getValue().toString().length(),
                        a.getValue().toString().length()))
                .toList();
        for (Map.Entry<String, Path> root : longestFirst) {
            masked = masked.replace(root.getValue().toString(), root.getKey());
        }
        return masked;
    }

    private record Split(Path root, Path below) {}

    private Split split(String text) {
        Path path = relative(text);
        Path root = roots.get(path.getName(0).toString());
        if (root == null) {
            throw new UsageException(Problem.of("there is no such root")
                    .at(text)
                    .expected("a path that starts with " + String.join(", ", roots.keySet()), path.getName(0)));
        }
        Path below = path.getNameCount() == 1 ? Path.of("") : path.subpath(1, path.getNameCount());
        return new Split(root, below);
    }

    private static Path relative(String text) {
        try {
            Path path = Path.of(text);
            require(!text.isBlank() && text.length() <= LONGEST && !path.isAbsolute(), text);
            for (Path name : path) {
                require(!name.toString().equals("..") && !name.toString().equals("."), text);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new UsageException(Problem.of("this is no path").at(text), e);
        }
    }

    private static void require(boolean inside, String text) {
        if (!inside) {
            throw new UsageException(Problem.of("the path leads out of the folders that may be used")
                    .at(text)
                    .fix("Write ROOT/path without .. and without links to other folders"));
        }
    }
}
