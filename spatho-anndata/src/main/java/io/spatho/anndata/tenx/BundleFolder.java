package io.spatho.anndata.tenx;

import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.limit.Limit;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The files of a bundle's folder, found by role and pattern, with a record of which were used.
 *
 * <p>Names are relative to the folder, with forward slashes. Hidden files, {@code ._*} files and the insides of {@code .zarr} folders
 * are left out; {@link Limit#BUNDLE_DEPTH} levels and {@link Limit#BUNDLE_FILES} files are looked at. A link that leads out of the
 * folder is an {@link InputException} unless {@link Limit#BUNDLE_LINKS_OUTSIDE} allows it; so is a pipe, a device, a broken link, and a
 * folder where a file is looked for.
 */
public final class BundleFolder {

    private final Path root;
    private final List<String> names;
    private final Set<String> folders;
    private final Map<String, String> used = new LinkedHashMap<>();
    private MatrixRequest request = MatrixRequest.WHOLE;

    private BundleFolder(Path root, List<String> names, Set<String> folders) {
        this.root = root;
        this.names = names;
        this.folders = folders;
    }

    /** The files under a folder; a path that is no folder is an {@link InputException}. */
    public static BundleFolder open(Path root) {
        if (!Files.isDirectory(root)) {
            throw new InputException(Problem.of("not a folder")
                    .at(root)
                    .expected("the folder of a run", Files.exists(root) ? "a file" : "nothing there"));
        }
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> folders = new TreeSet<>();
        int mostFiles = Limit.BUNDLE_FILES.intValue();
        int deepest = Limit.BUNDLE_DEPTH.intValue() + 1;
        try {
            Path real = root.toRealPath();
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), deepest, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    if (folder.equals(root)) {
                        return FileVisitResult.CONTINUE;
                    }
                    requireInside(real, folder);
                    folders.add(relative(root, folder));
                    return isLeftOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!isLeftOut(file)) {
                        requireInside(real, file);
                        if (!attributes.isRegularFile()) {
                            throw odd(file);
                        }
                        names.add(relative(root, file));
                    }
                    return names.size() < mostFiles ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    if (Files.isSymbolicLink(file) && !(failure instanceof FileSystemLoopException)) {
                        throw odd(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the folder cannot be listed (" + e.getMessage() + ")")
                            .at(root),
                    e);
        }
        return new BundleFolder(root, List.copyOf(names), folders);
    }

    /** Fails for a link that leads to another place; one that leads nowhere is only odd. */
    private static void requireInside(Path root, Path path) throws IOException {
        if (!Files.isSymbolicLink(path) || Limit.BUNDLE_LINKS_OUTSIDE.value() == 1) {
            return;
        }
        Path target;
        try {
            target = path.toRealPath();
        } catch (FileSystemException e) {
            return;
        }
        if (!target.startsWith(root)) {
            throw new InputException(Problem.of("a link leads out of the folder")
                    .at(path)
                    .expected("a file in the folder", "a link to another place")
                    .fix("Copy what it leads to into the folder, or set " + Limit.BUNDLE_LINKS_OUTSIDE.variable()
                            + "=1 if you trust it."));
        }
    }

    private static boolean isLeftOut(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.endsWith(".zarr");
    }

    private static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    /** Says how the folder's matrix is to be read; returns this folder. */
    public BundleFolder reading(MatrixRequest wanted) {
        request = wanted;
        return this;
    }

    /** How the folder's matrix is to be read. */
    public MatrixRequest request() {
        return request;
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** All names, ascending. */
    public List<String> names() {
        return names;
    }

    /** The names of files that were not used so far, ascending. */
    public List<String> unused() {
        return names.stream().filter(name -> !used.containsKey(name)).toList();
    }

    /**
     * The file of the first pattern that a name matches. A pattern is a regular expression over the whole relative name.
     *
     * @throws InputException when several names match the same pattern
     */
    public Optional<Path> find(List<String> patterns) {
        for (String pattern : patterns) {
            Pattern compiled = Pattern.compile(pattern);
            List<String> matches = names.stream()
                    .filter(name -> compiled.matcher(name).matches())
                    .toList();
            if (matches.size() > 1) {
                throw new InputException(Problem.of("several files could be meant")
                        .at(root)
                        .expected("one file", String.join(", ", matches))
                        .fix("Keep one of them in the folder."));
            }
            if (!matches.isEmpty()) {
                return Optional.of(root.resolve(matches.get(0)));
            }
            requireFiles(compiled);
        }
        return Optional.empty();
    }

    /** Fails when what is looked for is there and is no file. */
    private void requireFiles(Pattern pattern) {
        for (String name : folders) {
            if (pattern.matcher(name).matches()) {
                throw odd(root.resolve(name));
            }
        }
    }

    private static InputException odd(Path path) {
        return new InputException(Problem.of("not a file")
                .at(path)
                .expected("a file", Files.isDirectory(path) ? "a folder" : "a pipe, a device or a broken link")
                .fix("Put the file itself there, or take this out of the folder."));
    }

    /** Notes that a file is read in a role. */
    public Path use(String role, Path file) {
        used.put(relative(root, file), role);
        return file;
    }

    /** The files used, in the order in which they were, with sizes and digests. */
    public List<SourceFile> sources(Workers workers) {
        List<Map.Entry<String, String>> entries = new ArrayList<>(used.entrySet());
        return workers.map(
                entries.size(),
                i -> source(entries.get(i).getValue(), entries.get(i).getKey()));
    }

    private SourceFile source(String role, String name) {
        Path file = root.resolve(name);
        try {
            return new SourceFile(
                    role, name, Files.size(file), Fingerprint.ofFile(file).sha256());
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the file cannot be read (" + FileTrouble.words(e) + ")")
                            .at(file),
                    e);
        }
    }

    /** The relative name of a file in the folder. */
    public String nameOf(Path file) {
        return relative(root, file);
    }

    /** A name for people: that of the folder, or of the one around it when it is called {@code outs}. */
    public String name() {
        Path full = root.toAbsolutePath().normalize();
        boolean outs = full.endsWith("outs") && full.getNameCount() > 1;
        return String.valueOf((outs ? full.getParent() : full).getFileName());
    }
}
