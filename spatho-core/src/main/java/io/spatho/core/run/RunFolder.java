package io.spatho.core.run;

import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.attestation.Envelope;
import io.spatho.core.attestation.RunStatement;
import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.UsageException;
import io.spatho.core.review.DecisionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The output folder of a run, held by one process at a time. */
public final class RunFolder implements AutoCloseable {

    /** The name of the file that is written last; a folder without it is an unfinished run. */
    public static final String MANIFEST = "evidence_manifest.json";

    /** The name of the file that is written first: a run that was killed before its first step ended is known by it. */
    public static final String CONFIG = "config.effective.yaml";

    private static final String LOCK = ".spatho.lock";

    /** What people decided outlives the run: it is work that no computer can do again. */
    private static final Set<String> OF_PEOPLE = Set.of(DecisionLog.NAME, DecisionLog.LOCK);

    private final Path root;
    private final FolderLock lock;

    private RunFolder(Path root, FolderLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** What to do when the folder exists. */
    public enum Existing {
        /** Refuse unless it is empty. */
        REFUSE,
        /** Remove the run that it holds; anything else is refused. */
        REPLACE,
        /** Go on with the run that it holds. */
        RESUME
    }

    /** Fails when {@link #open} would refuse the folder; writes nothing. */
    public static void check(Path root, Existing existing) {
        if (!Files.exists(root)) {
            return;
        }
        if (!Files.isDirectory(root)) {
            throw new UsageException(
                    Problem.of("output exists and is not a folder").at(root).fix("Name another folder with -o"));
        }
        boolean run = Stream.of(CONFIG, Journal.AUDIT, MANIFEST).anyMatch(file -> Files.exists(root.resolve(file)));
        if (isEmpty(root) || (run && existing != Existing.REFUSE)) {
            return;
        }
        throw new UsageException(Problem.of(run ? "output folder already holds a run" : "output folder is not empty")
                .at(root)
                .fix(
                        run
                                ? "Use --resume to continue it, --force to replace it, or name another folder with -o"
                                : "Name another folder with -o; --force only replaces folders that hold a run"));
    }

    /** Creates or takes over the folder and locks it; what it may hold is looked at again once nobody else writes to it. */
    public static RunFolder open(Path root, Existing existing) {
        check(root, existing);
        try {
            Files.createDirectories(root);
            FolderLock lock = FolderLock.take(root.resolve(LOCK));
            boolean opened = false;
            try {
                check(root, existing);
                RunFolder folder = new RunFolder(root, lock);
                folder.tidy(existing);
                opened = true;
                return folder;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot use output folder: " + FileTrouble.words(e, root))
                            .at(root)
                            .fix("Check free space and permissions, or name another folder with -o"),
                    e);
        }
    }

    private void tidy(Existing existing) throws IOException {
        requireNoLinkedFolder();
        for (Path file : files(root)) {
            boolean ours = file.getFileName().toString().equals(LOCK)
                    || OF_PEOPLE.contains(root.relativize(file).toString());
            if (!ours && (existing == Existing.REPLACE || DurableFiles.isUnfinished(file))) {
                Files.delete(file);
            }
        }
        for (String closing : List.of(Envelope.NAME, RunStatement.NAME, MANIFEST)) {
            Files.deleteIfExists(root.resolve(closing));
        }
    }

    /** What is written into the folder must lie in it. */
    private void requireNoLinkedFolder() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(path -> !path.equals(root) && Files.isSymbolicLink(path) && Files.isDirectory(path))
                    .findFirst()
                    .ifPresent(link -> {
                        throw new UsageException(Problem.of("a folder inside the output folder is a link")
                                .at(link)
                                .fix("Remove the link, or name another folder with -o"));
                    });
        }
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** Every file below the folder, in order of paths, without the lock. */
    public static List<Path> contents(Path root) throws IOException {
        return files(root).stream()
                .filter(file -> !file.equals(root.resolve(LOCK)) && !file.equals(root.resolve(DecisionLog.LOCK)))
                .toList();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(path -> !Files.isDirectory(path))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(
                    entry -> entry.getFileName().toString().equals(LOCK) || DurableFiles.isUnfinished(entry));
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot list output folder: " + FileTrouble.words(e))
                            .at(folder),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new ResourceException(
                    Problem.of("cannot release output folder: " + FileTrouble.words(e))
                            .at(root),
                    e);
        }
    }
}
