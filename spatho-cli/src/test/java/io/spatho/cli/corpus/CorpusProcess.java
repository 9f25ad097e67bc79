package io.spatho.cli.corpus;

import com.sun.management.OperatingSystemMXBean;
import io.spatho.cli.CommandLineFixture;
import io.spatho.core.error.SpathoException;
import io.spatho.core.parallel.Workers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The process that reads every broken input and writes one line for each; its memory is what the test gives it. */
public final class CorpusProcess {

    private static final int GUARD_SECONDS = 20;

    /** What a case costs is told in processor time, which does not depend on what else the machine does. */
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Path scratch;
    private final int flips;
    private final BufferedWriter results;
    private ExecutorService reader = Executors.newSingleThreadExecutor(CorpusProcess::daemon);

    private CorpusProcess(Path scratch, int flips, BufferedWriter results) {
        this.scratch = scratch;
        this.flips = flips;
        this.results = results;
    }

    /** Arguments: a scratch folder, the file for the results, the number of flipped bits of each file; then names of subjects, or all. */
    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[0]);
        try (BufferedWriter results = Files.newBufferedWriter(Path.of(arguments[1]));
                Workers workers = new Workers(2)) {
            List<Subject> subjects = Subjects.make(scratch.resolve("good"), 1, workers);
            Subjects.make(scratch.resolve("other"), 2, workers);
            CorpusProcess corpus = new CorpusProcess(scratch, Integer.parseInt(arguments[2]), results);
            List<String> chosen = List.of(arguments).subList(3, arguments.length);
            for (Subject subject : subjects) {
                if (chosen.isEmpty() || chosen.contains(subject.name())) {
                    corpus.run(subject);
                }
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "reader");
        thread.setDaemon(true);
        return thread;
    }

    private void run(Subject subject) throws Exception {
        Path broken = scratch.resolve("broken").resolve(subject.name());
        Copies.restore(subject.good(), broken);
        String good = subject.reader().digest(subject.input(broken));
        for (Damage damage : damages(subject)) {
            Copies.restore(subject.good(), broken);
            damage.work().on(broken);
            Path out = Files.createDirectories(scratch.resolve("out"));
            long start = SYSTEM.getProcessCpuTime();
            String[] outcome = outcome(subject, broken, good, damage);
            long milliseconds = (SYSTEM.getProcessCpuTime() - start) / 1_000_000;
            boolean leftOver;
            try (Stream<Path> files = Files.list(out)) {
                leftOver = files.findAny().isPresent();
            }
            write(subject, damage, outcome, milliseconds, leftOver);
            Copies.delete(out);
        }
    }

    private List<Damage> damages(Subject subject) throws IOException {
        List<Damage> damages = new ArrayList<>();
        for (String file : subject.files()) {
            damages.addAll(
                    FileDamages.of(file, Files.readAllBytes(subject.good().resolve(file)), flips));
            Path other = scratch.resolve("other").resolve(subject.name()).resolve(file);
            if (subject.files().size() > 1 && Files.exists(other)) {
                damages.add(new Damage("of another run", file, "", folder -> {
                    Files.delete(folder.resolve(file));
                    Files.copy(other, folder.resolve(file));
                }));
            }
        }
        damages.addAll(SpecialDamages.of(subject));
        return damages;
    }

    private String[] outcome(Subject subject, Path broken, String good, Damage damage) throws InterruptedException {
        Future<String[]> read = reader.submit(() -> read(subject, broken, good, damage));
        try {
            return read.get(GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            reader = Executors.newSingleThreadExecutor(CorpusProcess::daemon);
            return new String[] {"hang", ""};
        } catch (ExecutionException e) {
            return new String[] {"crash", String.valueOf(e.getCause())};
        }
    }

    private String[] read(Subject subject, Path broken, String good, Damage damage) throws IOException {
        try {
            String digest = subject.reader().digest(subject.input(broken));
            return new String[] {judged(digest, good), ""};
        } catch (SpathoException e) {
            if (subject.converts() && !damage.kind().equals("flipped bit")) {
                return new String[] {converted(subject.input(broken), e), e.getMessage()};
            }
            return new String[] {"refused", e.getMessage()};
        }
    }

    /** Digests are followed by the number of warnings: other content that comes with a warning of its own is not silent. */
    private static String judged(String digest, String good) {
        String[] found = digest.split(" ", -1);
        String[] expected = good.split(" ", -1);
        if (found[0].equals(expected[0])) {
            return "same";
        }
        return found.length > 1 && Integer.parseInt(found[1]) > Integer.parseInt(expected[1]) ? "warned" : "different";
    }

    /** The same through the command line: one line, the exit code, and nothing written. */
    private String converted(Path input, SpathoException refusal) throws IOException {
        Path out = scratch.resolve("out").resolve("case.h5ad");
        CommandLineFixture.Outcome outcome = CommandLineFixture.spatho("convert", input, "-o", out);
        if (outcome.exitCode() == 0 && Files.deleteIfExists(out)) {
            // Outlines and molecules are read when they are asked for, which this command does not.
            return "refused later";
        }
        boolean clear = outcome.exitCode() == refusal.exitCode()
                && outcome.err()
                                .lines()
                                .filter(line -> line.startsWith("spatho: "))
                                .count()
                        == 1
                && outcome.err().lines().count() == 1
                && outcome.out().isEmpty();
        return clear ? "refused" : "told badly";
    }

    private void write(Subject subject, Damage damage, String[] outcome, long milliseconds, boolean leftOver)
            throws IOException {
        List<String> fields = List.of(
                subject.name(),
                damage.kind(),
                damage.file(),
                damage.detail(),
                leftOver ? "left something" : outcome[0],
                Long.toString(milliseconds),
                outcome[1]);
        results.write(String.join(
                "\t",
                fields.stream()
                        .map(field -> field.replaceAll("\\p{Cntrl}", "\u00b7"))
                        .toList()));
        results.newLine();
        results.flush();
    }
}
