package io.spatho.cli.reference;

import java.util.List;

/** A page of Markdown that grows from top to bottom. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    Markdown heading(int level, String words) {
        return paragraph("#".repeat(level) + " " + words);
    }

    Markdown paragraph(String words) {
        text.append(words).append("\n\n");
        return this;
    }

    Markdown code(String lines) {
        return paragraph("```text\n" + lines + "\n```");
    }

    /** A table; nothing when it has no row. */
    Markdown table(List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            row(head);
            row(head.stream().map(column -> "---").toList());
            rows.forEach(this::row);
            text.append('\n');
        }
        return this;
    }

    private void row(List<String> cells) {
        text.append('|');
        cells.forEach(cell ->
                text.append(' ').append(cell.replace("|", "\\|").strip()).append(" |"));
        text.append('\n');
    }

    /** Words as they stand, whatever signs they hold. */
    static String plain(String words) {
        return words.replace("\\", "\\\\")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replaceAll("\\s+", " ");
    }

    static String inline(String words) {
        return "`" + words + "`";
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }
}
