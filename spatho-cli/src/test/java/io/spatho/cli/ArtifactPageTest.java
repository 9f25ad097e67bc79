package io.spatho.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the page on the files of a run against the runs that are stored of the fixtures. */
class ArtifactPageTest {

    private static final Path ROOT =
            Path.of(System.getProperty("spatho.root")).toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/reference/artifacts.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final String ADVICE = "; say what they are in docs/reference/artifacts.md";

    private static List<Path> runs;

    /** The line of the page that speaks of a file. */
    private static final Map<String, String> LINES = new HashMap<>();

    @BeforeAll
    static void readPage() throws IOException {
        Path stored = ROOT.resolve("fixtures/expected");
        assumeTrue(Files.isDirectory(stored), "stored runs of the fixtures absent");
        try (Stream<Path> files = Files.list(stored)) {
            runs = files.filter(run -> Files.exists(run.resolve("evidence_manifest.json")))
                    .sorted()
                    .toList();
        }
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                names(line.split("\\|", 3)[1]).forEach(name -> LINES.put(name, line));
            }
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void everyFileOfARunIsDescribed() {
        Set<String> missing = new TreeSet<>();
        for (Path run : runs) {
            StrictJson.read(run.resolve("evidence_manifest.json"))
                    .path("artifacts")
                    .forEach(artifact -> missing.add(artifact.path("path").asText()));
        }
        assertThat(missing).hasSizeGreaterThan(40);
        missing.removeAll(LINES.keySet());
        assertThat(missing).as("files that no line describes" + ADVICE).isEmpty();
    }

    @Test
    void everyColumnOfATableIsNamed() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path run : runs) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".parquet"))
                        .toList()) {
                    String path = run.relativize(file).toString();
                    Set<String> named = names(LINES.getOrDefault(path, ""));
                    new ParquetTables()
                            .read(file).names().stream()
                                    .filter(column -> named.stream().noneMatch(name -> matches(name, column)))
                                    .forEach(column -> missing.add(path + ": " + column));
                }
            }
        }
        assertThat(missing).as("columns that no line names" + ADVICE).isEmpty();
    }

    private static boolean matches(String name, String column) {
        return name.endsWith("*") ? column.startsWith(name.substring(0, name.length() - 1)) : column.equals(name);
    }

    /** Files that a command writes below a folder of its own are named in the code as they lie. */
    @Test
    void thePageNamesTheFilesOfEveryCommand() throws IOException {
        Pattern literal =
                Pattern.compile("\"((?:cohort|discordance|rag|histology|query|evaluation|training|validation|shard)"
                        + "/[a-z0-9_/]+\\.(?:parquet|json|csv))\"");
        Set<String> written = new TreeSet<>();
        for (String module : List.of("core", "stgpt", "cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve("spatho-" + module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    literal.matcher(Files.readString(file)).results().forEach(found -> written.add(found.group(1)));
                }
            }
        }
        assertThat(written).hasSizeGreaterThan(30);
        assertThat(LINES.keySet()).as("page" + ADVICE).containsAll(written);
    }
}
