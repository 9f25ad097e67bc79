package io.spatho.report.mechanism;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A mechanism report: sections of sentences, or the reason why there are none.
 *
 * @param variant its form
 * @param status whether it is whole
 * @param pattern the pattern of the slide; empty when stopped
 * @param reason why it was stopped; empty otherwise
 * @param sections sections in order; one with a single sentence, or none, when stopped
 */
public record MechanismReport(Variant variant, Status status, String pattern, String reason, List<Section> sections) {

    /** Whether a report is whole. */
    public enum Status {
        /** A pattern is named and described. */
        COMPLETE("complete"),
        /** The pattern is mixed: the report is whole and names no single mechanism. */
        NO_SINGLE_MECHANISM("no_single_mechanism"),
        /** Evidence does not allow a report; it says so instead. */
        STOPPED("stopped");

        private final String id;

        Status(String id) {
            this.id = id;
        }

        /** The name used in files. */
        public String id() {
            return id;
        }
    }

    /** A section with its sentences. */
    public record Section(String id, String title, List<Sentence> sentences) {}

    public MechanismReport {
        sections = List.copyOf(sections);
    }

    /** All sentences in order. */
    public List<Sentence> sentences() {
        return sections.stream()
                .flatMap(section -> section.sentences().stream())
                .toList();
    }

    /** The words of all sentences together, without headings. */
    public int words() {
        return sentences().stream().mapToInt(Sentence::words).sum();
    }

    /** The sentences as running text, one paragraph for each section. */
    public String text() {
        return String.join(
                "\n\n",
                sections.stream()
                        .map(section -> String.join(
                                " ",
                                section.sentences().stream().map(Sentence::text).toList()))
                        .toList());
    }

    private List<Bibliography.Entry> cited() {
        Set<String> keys = new LinkedHashSet<>();
        sentences().forEach(sentence -> keys.addAll(sentence.citations()));
        return keys.stream().map(Bibliography.bundled()::get).toList();
    }

    /** The document of {@code review/mechanism.json}. */
    public ObjectNode toJson() {
        ObjectNode node = CanonicalJson.object()
                .put("schema_version", "1.0")
                .put("sentences_version", Template.VERSION)
                .put("bibliography_version", Bibliography.bundled().version())
                .put("variant", variant.id())
                .put("status", status.id())
                .put("reason", reason)
                .put("words", words());
        if (pattern.isEmpty()) {
            node.putNull("phenotype");
        } else {
            node.put("phenotype", pattern);
        }
        ArrayNode list = node.putArray("sections");
        for (Section section : sections) {
            ArrayNode sentences = list.addObject()
                    .put("id", section.id())
                    .put("title", section.title())
                    .putArray("sentences");
            for (Sentence sentence : section.sentences()) {
                ObjectNode one = sentences
                        .addObject()
                        .put("id", sentence.id())
                        .put("text", sentence.text())
                        .put("support", sentence.support().id());
                ArrayNode ids = one.putArray("evidence_ids");
                sentence.evidenceIds().forEach(ids::add);
                ArrayNode keys = one.putArray("citations");
                sentence.citations().forEach(keys::add);
            }
        }
        ArrayNode references = node.putArray("references");
        cited().forEach(entry -> references
                .addObject()
                .put("key", entry.key())
                .put("reference", entry.reference())
                .put("doi", entry.doi()));
        return node;
    }

    /** The text of {@code review/mechanism.md}. */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("# Mechanism report\n\n");
        for (Section section : sections) {
            text.append("## ").append(section.title()).append("\n\n");
            for (Sentence sentence : section.sentences()) {
                text.append(sentence.text())
                        .append(" [")
                        .append(String.join(
                                ", ", sentence.evidenceIds().stream().limit(3).toList()))
                        .append(sentence.evidenceIds().size() > 3 ? ", …]" : "]")
                        .append('\n');
            }
            text.append('\n');
        }
        if (!cited().isEmpty()) {
            text.append("## References\n\n");
            cited().forEach(entry -> text.append("- ").append(entry.reference()).append('\n'));
            text.append('\n');
        }
        return text.append(
                        "For research use; not a diagnosis. Sentences were put together by rules from the evidence whose ids"
                                + " follow them.\n")
                .toString();
    }
}
