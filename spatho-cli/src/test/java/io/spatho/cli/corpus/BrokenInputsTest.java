package io.spatho.cli.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every broken input ends in the right error or, where the damage does no harm, in the same content: in one process of 256 MB, with
 * no other failure, no endless wait and nothing written.
 */
class BrokenInputsTest {

    private static final int MINUTES = 9;

    @TempDir
    Path temp;

    /** One line of the results. */
    private record Case(String subject, String kind, String file, String detail, String outcome, String message) {

        static Case of(String line) {
            String[] fields = line.split("\t", -1);
            return new Case(fields[0], fields[1], fields[2], fields[3], fields[4], fields[6]);
        }
    }

    @Test
    void everyBrokenInputEndsInTheRightErrorOrTheSameContent() throws Exception {
        List<Case> cases = run();
        assertThat(cases).hasSizeGreaterThan(1000);
        assertThat(cases.stream().filter(item -> !List.of("same", "refused", "refused later", "warned", "different")
                        .contains(item.outcome)))
                .as("crashes, endless waits, unclear or unfinished endings")
                .isEmpty();
        assertThat(cases.stream().filter(item -> item.outcome.startsWith("refused") && !isClear(item)))
                .as("messages that do not name the file")
                .isEmpty();
        assertThat(cases.stream().filter(item -> item.outcome.equals("different") && !isKnown(item)))
                .as("other content without an error")
                .isEmpty();
    }

    /** The message names the file, or the folder where the file should be or which contradicts itself. */
    private static boolean isClear(Case item) {
        String name = item.file.substring(item.file.lastIndexOf('/') + 1);
        return !item.message.contains("Exception")
                && !item.message.contains("more memory than there is")
                && (item.message.contains(name) || item.message.contains("/broken/" + item.subject));
    }

    /** Damage that the format cannot show: what may be absent, and values without a checksum. */
    private static boolean isKnown(Case item) {
        return item.kind.equals("flipped bit");
    }

    private List<Case> run() throws IOException, InterruptedException {
        Path results = temp.resolve("results.tsv");
        Path log = temp.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-Djdk.serialFilter=!*",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CorpusProcess.class.getName(),
                        temp.resolve("scratch").toString(),
                        results.toString(),
                        System.getProperty("spatho.corpusFlips", "12"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("the process ended: " + Files.readString(log)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        List<Case> cases = Files.readAllLines(results).stream().map(Case::of).toList();
        Map<String, Long> counts = cases.stream()
                .collect(Collectors.groupingBy(
                        item -> item.kind + "\t" + item.outcome, TreeMap::new, Collectors.counting()));
        Path kept = Path.of(System.getProperty("spatho.root"), "spatho-cli", "target", "broken-inputs.tsv");
        Files.copy(results, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(counts).isNotEmpty();
        return cases;
    }
}
