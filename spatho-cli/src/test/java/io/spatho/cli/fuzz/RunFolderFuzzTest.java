package io.spatho.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.cli.CommandLineFixture;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunVerifier;
import io.spatho.report.html.Html;
import io.spatho.report.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves and reads again: manifest, evidence, audit chain, configuration; and the escaper of its report. */
class RunFolderFuzzTest {

    private static final Pattern ESCAPED = Pattern.compile("&(amp|lt|gt|quot|#39);");

    @TempDir
    static Path shared;

    @FuzzTest(maxDuration = "2m")
    void manifest(byte[] bytes) throws IOException {
        Files.write(shared.resolve("evidence_manifest.json"), bytes);
        Hostile.holds(() -> RunVerifier.verify(shared));
    }

    @FuzzTest(maxDuration = "2m")
    void evidence(byte[] bytes) throws IOException {
        journal("evidence.jsonl", "audit.jsonl", bytes);
    }

    @FuzzTest(maxDuration = "2m")
    void auditChain(byte[] bytes) throws IOException {
        journal("audit.jsonl", "evidence.jsonl", bytes);
    }

    private static void journal(String written, String absent, byte[] bytes) throws IOException {
        Files.deleteIfExists(shared.resolve(absent));
        Files.write(shared.resolve(written), bytes);
        Hostile.holds(() -> Journal.read(shared));
        Files.delete(shared.resolve(written));
    }

    /** The whole command line is run as far as the bundle, which is not there. */
    @FuzzTest(maxDuration = "2m")
    void configuration(byte[] bytes) {
        Hostile.file("config.yaml", bytes, file -> {
            String bundle = file.resolveSibling("absent").toString();
            String out = file.resolveSibling("out").toString();
            CommandLineFixture.Outcome outcome =
                    CommandLineFixture.spatho("run", bundle, "-o", out, "--config", file.toString());
            assertThat(outcome.exitCode()).as(outcome.err()).isIn(0, 2, 3);
        });
    }

    /** Nothing in a text can become markup, and the text can be had back. */
    @FuzzTest(maxDuration = "2m")
    void html(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String markup = Html.ofText(text).toString();
        assertThat(markup).doesNotContain("<", ">", "\"", "'");
        assertThat(ESCAPED.matcher(markup).replaceAll("")).doesNotContain("&");
        String back = markup.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        assertThat(back).isEqualTo(PlainText.clean(text));
        String attribute = Html.element("p").attribute("title", text).toString();
        assertThat(attribute.chars().filter(c -> c == '"').count()).isEqualTo(2);
        assertThat(attribute.chars().filter(c -> c == '<').count()).isEqualTo(2);
    }
}
