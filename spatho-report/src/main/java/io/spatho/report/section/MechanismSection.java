package io.spatho.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import java.util.ArrayList;
import java.util.List;

/** The mechanism report of the run: sentences with the evidence behind each, references, and what the audit said. */
final class MechanismSection implements Section {

    private static final String DOCUMENT = "review/mechanism.json";
    private static final String TEXT = "review/mechanism.md";
    private static final String AUDIT = "review/quality_audit.json";

    @Override
    public String id() {
        return "mechanism";
    }

    @Override
    public String title() {
        return "Mechanism, for research";
    }

    @Override
    public Html body(ReportData data) {
        JsonNode report = data.json(DOCUMENT);
        if (report.isMissingNode()) {
            return Blocks.absent(data, "Mechanism report", DOCUMENT);
        }
        Html body = Html.group(
                Html.element("div", "figure-head")
                        .add(Blocks.subheading(heading(report)), Badges.ofArtifacts(data, DOCUMENT)),
                Blocks.note(
                        "Put together by rules from the evidence that each sentence names, and from publications in the"
                                + " references. It describes what a pattern is consistent with: no diagnosis and no advice on"
                                + " treatment."));
        if (!report.path("reason").asText().isEmpty()) {
            body.add(Blocks.paragraph(
                    "No report was written: " + report.path("reason").asText() + "."));
        }
        for (JsonNode section : report.path("sections")) {
            body.add(Blocks.subheading(section.path("title").asText()));
            Html list = Html.element("ul");
            section.path("sentences").forEach(sentence -> list.add(sentence(sentence, data)));
            body.add(list);
        }
        return body.add(references(report), audit(data), links(data));
    }

    private static String heading(JsonNode report) {
        return switch (report.path("status").asText()) {
            case "stopped" -> "Not written";
            case "no_single_mechanism" -> "Mixed pattern, no single mechanism named";
            default ->
                "Pattern consistent with "
                        + ValueText.words(report.path("phenotype").asText());
        };
    }

    private static Html sentence(JsonNode sentence, ReportData data) {
        List<String> ids = new ArrayList<>();
        sentence.path("evidence_ids").forEach(id -> ids.add(id.asText()));
        return Html.element("li")
                .text(sentence.path("text").asText() + " ")
                .add(EvidenceLinks.of(ids, data))
                .text("; evidence " + sentence.path("support").asText());
    }

    private static Html references(JsonNode report) {
        if (report.path("references").isEmpty()) {
            return Html.group();
        }
        Html list = Html.element("ul");
        report.path("references")
                .forEach(entry ->
                        list.add(Html.element("li").text(entry.path("reference").asText())));
        return Html.group(Blocks.subheading("References"), list);
    }

    private static Html audit(ReportData data) {
        JsonNode audit = data.json(AUDIT);
        if (audit.isMissingNode()) {
            return Html.group();
        }
        return Blocks.note("Quality audit: "
                + audit.path("go_decision").asText().replace('_', ' ').replace("NO GO", "NO-GO") + ". "
                + audit.path("go_reason").asText());
    }

    private static Html links(ReportData data) {
        Html line = Html.element("p", "note").text("Files: ");
        for (String path : List.of(DOCUMENT, TEXT, AUDIT)) {
            if (data.artifact(path).isPresent()) {
                line.add(FileLink.of(path)).text(" ");
            }
        }
        return line;
    }
}
