package io.spatho.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.run.RunFolder;
import io.spatho.stgpt.service.StgptRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a tool's reply holds: {@code answer} (the tool's document), {@code evidence}, {@code guardrails} and {@code artifacts}.
 *
 * @param content the reply as JSON
 */
record ToolAnswer(ObjectNode content) {

    private static final int MOST_EVIDENCE = 1000;
    private static final String EVIDENCE = "evidence.jsonl";

    /** The answer of a runtime tool, with the document that it wrote. */
    static ToolAnswer of(StgptRuntime.Answer<?> answer, Path folder) {
        ToolAnswer made = empty();
        for (Artifact artifact : answer.artifacts()) {
            if (artifact.path().endsWith(".json")) {
                made.content().set("answer", StrictJson.read(folder.resolve(artifact.path())));
            } else if (artifact.path().endsWith(".csv") && !made.content().has("answer")) {
                made.content().put("answer", read(folder.resolve(artifact.path())));
            }
        }
        answer.evidence().forEach(item -> made.list("evidence").add(item.toJson()));
        answer.verdicts().forEach(verdict -> made.list("guardrails").add(verdict.toJson()));
        return made;
    }

    /** A document made from a finished run, with the run's own evidence by one of its tools. */
    static ToolAnswer ofRun(JsonNode document, Path run, String tool) {
        ToolAnswer made = empty();
        made.content().set("answer", document);
        made.addEvidence(run, tool);
        return made;
    }

    /** What a command left in a folder. */
    static ToolAnswer ofFolder(Path folder) {
        ToolAnswer made = empty();
        Path manifest = folder.resolve(RunFolder.MANIFEST);
        try {
            if (Files.isRegularFile(manifest)) {
                JsonNode document = StrictJson.read(manifest);
                made.content().set("run_id", document.path("run_id"));
                made.content().set("artifacts", document.path("artifacts"));
                made.addEvidence(folder, "");
            } else {
                for (Path file : RunFolder.contents(folder)) {
                    made.list("artifacts")
                            .addObject()
                            .put("path", folder.relativize(folder.resolve(file)).toString())
                            .put("bytes", Files.size(folder.resolve(file)));
                }
            }
        } catch (IOException e) {
            throw new InputException(Problem.of("cannot read what was written: " + e.getMessage()), e);
        }
        return made;
    }

    private static ToolAnswer empty() {
        return new ToolAnswer(CanonicalJson.object());
    }

    private ArrayNode list(String name) {
        return content.withArray("/" + name);
    }

    private void addEvidence(Path run, String tool) {
        Path file = run.resolve(EVIDENCE);
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine();
                    line != null && list("evidence").size() < MOST_EVIDENCE;
                    line = lines.readLine()) {
                JsonNode item = StrictJson.parse(line, EVIDENCE);
                if (tool.isEmpty()
                        || item.path("source").asText().startsWith(tool)
                        || item.path("evidence_type").asText().equals(tool)) {
                    list("evidence").add(item);
                }
            }
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(EVIDENCE), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("cannot read: " + e.getMessage()).at(file.getFileName()), e);
        }
    }
}
