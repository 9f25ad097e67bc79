package io.spatho.core.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of a small table that people write by hand, in fields. */
public final class SeparatedLine {

    private SeparatedLine() {}

    /**
     * The fields, trimmed. A field in double quotes may hold the separator, and a doubled quote within is a quote.
     *
     * @return empty when a quote is left open
     */
    public static Optional<List<String>> fields(String line, char separator) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return quoted ? Optional.empty() : Optional.of(fields);
    }
}
