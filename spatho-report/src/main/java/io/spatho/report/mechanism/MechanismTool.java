package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code review/mechanism.json}, {@code review/mechanism.md} and the prompt that holds the same facts. */
public final class MechanismTool implements Tool<MechanismTool.Request, MechanismReport> {

    /** The report for machines. */
    public static final String FILE = "review/mechanism.json";
    /** The report for people. */
    public static final String TEXT = "review/mechanism.md";
    /** The prompt for language models. */
    public static final String PROMPT = "review/mechanism_prompt.txt";

    /**
     * What to write about.
     *
     * @param evidence all evidence of the run so far
     * @param variant the form
     */
    public record Request(List<Evidence> evidence, Variant variant) {

        public Request {
            evidence = List.copyOf(evidence);
        }
    }

    @Override
    public ToolId id() {
        return new ToolId("mechanism_report", "1.0");
    }

    @Override
    public String purpose() {
        return "Puts the evidence on the whole slide into sentences for research, by rules, with the evidence behind each.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ArrayNode ids = CanonicalJson.array();
        request.evidence().forEach(item -> ids.add(item.id()));
        return CanonicalJson.object()
                .put("variant", request.variant().id())
                .put("sentences", Template.VERSION)
                .put("bibliography", Bibliography.bundled().version())
                .put("prompt", PromptBuilder.VERSION)
                .put("evidence", Fingerprint.ofText(CanonicalJson.line(ids)).sha256());
    }

    @Override
    public MechanismReport run(Request request, ToolContext context) {
        CaseFacts facts = CaseFacts.of(request.evidence());
        MechanismReport report = MechanismWriter.write(facts, request.variant());
        Set<String> models = request.evidence().stream()
                .filter(ModelDerived.class::isInstance)
                .map(Evidence::id)
                .collect(Collectors.toSet());
        boolean derived = report.sentences().stream()
                .anyMatch(sentence -> sentence.evidenceIds().stream().anyMatch(models::contains));
        Origin origin = derived ? Origin.MODEL_DERIVED : Origin.MEASURED;
        context.store().json(FILE, origin, report.toJson());
        text(context, TEXT, "text/markdown", origin, report.toMarkdown());
        text(context, PROMPT, "text/plain", origin, PromptBuilder.prompt(facts, request.variant()));
        return report;
    }

    private static void text(ToolContext context, String path, String type, Origin origin, String text) {
        context.store().file(path, type, origin, file -> Files.write(file, text.getBytes(StandardCharsets.UTF_8)));
    }
}
