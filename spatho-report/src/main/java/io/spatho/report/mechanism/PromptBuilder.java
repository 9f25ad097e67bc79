package io.spatho.report.mechanism;

import java.util.List;

/** The prompt for language models: the same facts, in words, with the evidence ids that answers must name. */
public final class PromptBuilder {

    /** Version of the prompt's text. */
    public static final String VERSION = "1.0";

    /** Most evidence ids that a prompt names for one fact. */
    public static final int IDS_SHOWN = 5;

    private PromptBuilder() {}

    /** The prompt for a slide; it holds no count, no estimate and no name that is not safe to show. */
    public static String prompt(CaseFacts facts, Variant variant) {
        StringBuilder lines = new StringBuilder();
        for (Fact fact : facts.facts().values()) {
            List<String> ids = fact.evidenceIds().stream().limit(IDS_SHOWN).toList();
            lines.append("- ").append(fact.name()).append(": ");
            lines.append(String.join(
                    "; ",
                    fact.words().entrySet().stream()
                            .map(word -> word.getKey() + " = " + word.getValue())
                            .toList()));
            lines.append("; support ")
                    .append(fact.support().id())
                    .append(" [")
                    .append(String.join(", ", ids))
                    .append("]\n");
        }
        String stop = facts.isStopped()
                ? "STOP: write only that no pattern is named, because " + facts.stopReason() + "."
                : facts.pattern().equals("mixed") ? "The pattern is mixed: name no single mechanism." : "";
        StringBuilder sections = new StringBuilder();
        variant.parts()
                .forEach(part -> sections.append("- ").append(part.title()).append('\n'));
        StringBuilder bibliography = new StringBuilder();
        if (variant == Variant.MOA) {
            Bibliography.bundled().entries().values().forEach(entry -> bibliography
                    .append("- ")
                    .append(entry.citation())
                    .append(": ")
                    .append(entry.title())
                    .append('\n'));
        }
        return Resources.text("prompt.txt")
                        .replace("{{FACTS}}", lines.toString().stripTrailing())
                        .replace(
                                "{{BIBLIOGRAPHY}}",
                                bibliography.isEmpty()
                                        ? "none"
                                        : bibliography.toString().stripTrailing())
                        .replace("{{LEAST}}", Integer.toString(variant.leastWords()))
                        .replace("{{MOST}}", Integer.toString(variant.mostWords()))
                        .replace("{{SECTIONS}}", sections.toString().stripTrailing())
                        .replace("{{STOP}}", stop)
                        .stripTrailing()
                + "\n";
    }
}
