package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs commands as the process would, and makes what they need. */
public final class CommandLineFixture {

    private CommandLineFixture() {}

    /** What a command did. */
    public record Outcome(int exitCode, String out, String err) {}

    public static Outcome spatho(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        int code = SpathoCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Outcome(code, out.toString(), err.toString());
    }

    /** Fails with what a command said unless it succeeded. */
    static void requireDone(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }

    /** Fails unless a run's folder is intact and follows every rule. */
    static void requireSound(Path folder) {
        requireDone(spatho("verify", folder));
        requireDone(spatho("validate", folder, "--validation", "strict"));
    }

    /** A finished run of a bundle. */
    static Path run(Path bundle, Path out, Object... options) {
        List<Object> words = new ArrayList<>(List.of("run", bundle, "-o", out));
        words.addAll(List.of(options));
        requireDone(spatho(words.toArray()));
        return out;
    }

    /** A small made bundle. */
    public static Path bundle(Platform platform, int observations, Path folder) {
        try (Workers workers = new Workers(2)) {
            SyntheticBundles.write(platform, SyntheticOptions.of(observations, 140, 7), folder, workers);
        }
        return folder;
    }

    /** A folder of the real sample data; the test is skipped where there is none. */
    static Path sample(String name) {
        Path folder = Path.of(System.getProperty("spatho.sampleData", "")).resolve(name);
        Assumptions.assumeTrue(Files.exists(folder), "sample data " + name + " is absent");
        return folder;
    }

    /** Every file of a folder with its digest, apart from those named. */
    static Map<String, String> digests(Path folder, String... except) {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (Stream.of(except).noneMatch(name::equals)) {
                    digests.put(name, Fingerprint.ofFile(file).sha256());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }

    /** A copy of a folder that may be spoilt. */
    public static Path copy(Path source, Path target) {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                    to.toFile().setWritable(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
