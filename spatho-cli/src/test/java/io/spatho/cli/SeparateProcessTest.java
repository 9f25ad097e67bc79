package io.spatho.cli;

import static io.spatho.cli.CommandLineFixture.bundle;
import static io.spatho.cli.CommandLineFixture.digests;
import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.dataset.Platform;
import io.spatho.core.random.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in Java processes of their own: what one process cannot show, because the order of immutable maps and identity hashes is
 * drawn anew in each, and what only a killed process shows.
 */
class SeparateProcessTest {

    @TempDir
    static Path shared;

    private static Path made;
    private static Path whole;
    private static long wholeMillis;

    @TempDir
    Path temp;

    @BeforeAll
    static void runOnce() throws Exception {
        made = bundle(Platform.XENIUM, 500, shared.resolve("xenium"));
        whole = shared.resolve("whole");
        long started = System.nanoTime();
        assertThat(finish(start(whole, "--threads", "1"))).isZero();
        wholeMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    @Test
    void anotherProcessWithOtherThreadsTimeZoneAndLocaleWritesTheSameBytes() throws Exception {
        Path other = temp.resolve("other");
        assertThat(finish(start(
                        other,
                        "--threads",
                        "3",
                        "-J-Duser.language=tr",
                        "-J-Duser.timezone=Pacific/Chatham",
                        "-J-Dfile.encoding=ISO-8859-1")))
                .isZero();
        assertThat(digests(other, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
    }

    @Test
    void aKilledRunResumesToTheSameBytes() throws Exception {
        Path killed = temp.resolve("killed");
        Process process = start(killed);
        Path audit = killed.resolve("audit.jsonl");
        while (process.isAlive()
                && (!Files.exists(audit) || Files.readAllLines(audit).size() < 4)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertThat(killed.resolve("evidence_manifest.json")).doesNotExist();
        assertThat(finish(start(killed, "--resume"))).isZero();
        assertThat(digests(killed, "run_log.json")).isEqualTo(digests(whole, "run_log.json"));
    }

    /**
     * Every try is killed at another moment, and the next one goes on from there; whoever finishes starts over. How many tries there are
     * says {@code -Dspatho.kills}.
     */
    @Test
    void aRunThatIsKilledAgainAndAgainEndsInTheSameBytes() throws Exception {
        Map<String, String> wanted = digests(whole, "run_log.json");
        Path folder = temp.resolve("killed-0");
        for (int kill = 0; kill < Integer.getInteger("spatho.kills", 4); kill++) {
            CounterRandom random = CounterRandom.of(0, "moment of a kill", kill);
            Process process = start(folder, "--resume");
            if (process.waitFor((long) (random.nextDouble() * wholeMillis), TimeUnit.MILLISECONDS)) {
                assertThat(process.exitValue()).isZero();
                assertThat(digests(folder, "run_log.json")).isEqualTo(wanted);
                folder = temp.resolve("killed-" + (kill + 1));
            } else {
                process.destroyForcibly().waitFor();
                nothingIsHalfWritten(folder, wanted);
            }
        }
        assertThat(finish(start(folder, "--resume"))).isZero();
        assertThat(digests(folder, "run_log.json")).isEqualTo(wanted);
    }

    /** Under its final name a file is whole; only the two journals grow. */
    private static void nothingIsHalfWritten(Path folder, Map<String, String> wanted) throws IOException {
        if (Files.exists(folder)) {
            digests(folder, "run_log.json", "audit.jsonl", "evidence.jsonl").forEach((name, digest) -> {
                if (wanted.containsKey(name)) {
                    assertThat(digest).as(name).isEqualTo(wanted.get(name));
                }
            });
        }
    }

    private static Process start(Path out, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        Stream.of(options).filter(word -> word.startsWith("-J")).forEach(word -> command.add(word.substring(2)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.spatho.cli.Main", "run"));
        command.addAll(List.of(made.toString(), "-o", out.toString(), "--min-region-cells", "10"));
        Stream.of(options).filter(word -> !word.startsWith("-J")).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.resolveSibling(out.getFileName() + ".log").toFile())
                .start();
    }

    private static int finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
