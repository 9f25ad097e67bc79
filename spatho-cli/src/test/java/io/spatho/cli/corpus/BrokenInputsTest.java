package io.spatho.cli.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every broken input ends in the right error or, where the damage does no harm, in the same content: in one process of 256 MB, with
 * no other failure, no endless wait and nothing written.
 */
class BrokenInputsTest {

    private static final int MINUTES = 20;
    private static final Pattern OPTIONAL = Pattern.compile(
            ".*(clusters\\.csv|_boundaries\\.parquet|transcripts\\.(parquet|csv|zarr\\.zip)|_image\\.png|cells\\.(csv\\.gz|parquet)"
                    + "|analysis\\.zarr\\.zip|-polygons\\.csv|_tx_file\\.csv|_transform\\.csv)");

    /** A chunk that is gone stands for the fill value; a folder or pipe in its place stands for nothing. */
    private static final Pattern CHUNK = Pattern.compile(".*zarr/.*/c/0");

    private static final Pattern UNTIED = Pattern.compile(
            ".*(experiment\\.xenium|transcripts\\.(parquet|csv)|_image\\.png|vocab\\.json|args\\.json|zarr/.*/c/0"
                    + "|square_...um/.*(matrix\\.h5|positions\\.parquet))");

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
        assertThat(cases).hasSizeGreaterThan(2000);
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

    /**
     * Damage that no format shows: what may be absent is absent, values without a checksum, and files without anything that ties
     * them to their run. Docs: docs/fuzzing.md.
     */
    private static boolean isKnown(Case item) {
        return switch (item.kind) {
            case "flipped bit" -> true;
            case "missing", "renamed" ->
                OPTIONAL.matcher(item.file).matches()
                        || CHUNK.matcher(item.file).matches();
            // Files are looked for by name; what is no file is not one of them.
            case "folder in its place" -> OPTIONAL.matcher(item.file).matches();
            // A text that ends at the end of a line, or inside its last field, is as sound as the whole.
            case "truncated" -> item.file.endsWith(".csv");
            case "other byte order" -> true;
            // A sound file of somebody else's, which is converted as it is.
            case "other type" -> item.subject.equals("anndata");
            case "of another run" -> UNTIED.matcher(item.file).matches();
            default -> false;
        };
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
                        System.getProperty("spatho.corpusFlips", "6"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("the process ended: " + Files.readString(log)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        List<Case> cases = Files.readAllLines(results).stream().map(Case::of).toList();
        Path kept = Path.of(System.getProperty("spatho.root"), "spatho-cli", "target", "broken-inputs.tsv");
        Files.copy(results, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return cases;
    }
}
