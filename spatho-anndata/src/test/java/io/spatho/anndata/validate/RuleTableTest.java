package io.spatho.anndata.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published about the rules is what the program knows. */
class RuleTableTest {

    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void everyRuleIsDocumentedAsItIs() throws IOException {
        List<String> rows = Files.readAllLines(DOCS.resolve("validation.md")).stream()
                .filter(line -> line.matches("\\| (CASE|RUN)-.*"))
                .toList();
        List<String> expected = Rule.all().stream()
                .map(rule -> String.join(
                        " | ",
                        "| " + rule.code(),
                        rule.severity().id(),
                        rule.meaning(),
                        rule.rationale(),
                        rule.remedy() + " |"))
                .toList();
        assertThat(rows).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evidence_manifest.schema.json", "audit_event.schema.json"})
    void theSchemaThatIsCheckedIsThePublishedOne(String name) throws IOException {
        try (var in = Rule.class.getResourceAsStream(name)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(Files.readAllBytes(DOCS.resolve("schemas").resolve(name)));
        }
    }
}
