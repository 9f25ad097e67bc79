package io.spatho.core.evidence;

import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which rows of a table a piece of evidence rests on: {@code all}, or {@code column = value}, or several of these joined by
 * {@code and}. A value reaches to the end of the text or to the next {@code and} that is followed by a column of the table, so that
 * it may hold any text.
 *
 * @param terms what must hold of a row; empty for all rows
 */
public record RowCondition(List<Term> terms) {

    /** The condition that every row fulfils. */
    public static final String ALL = "all";

    /** A column that must hold a value, written as {@link io.spatho.core.table.Column#text} writes it. */
    public record Term(String column, String value) {}

    public RowCondition {
        terms = List.copyOf(terms);
    }

    /** Reads a condition on a table with these columns; empty when it is none. */
    public static Optional<RowCondition> parse(String text, Collection<String> columns) {
        if (text.equals(ALL)) {
            return Optional.of(new RowCondition(List.of()));
        }
        String names = String.join("|", columns.stream().map(Pattern::quote).toList());
        Matcher starts = Pattern.compile("(?:^| and )(" + names + ") = ").matcher(text);
        List<Term> terms = new ArrayList<>();
        String column = null;
        int from = 0;
        while (starts.find()) {
            if (column == null && starts.start() > 0) {
                return Optional.empty();
            }
            if (column != null) {
                terms.add(new Term(column, text.substring(from, starts.start())));
            }
            column = starts.group(1);
            from = starts.end();
        }
        if (column == null) {
            return Optional.empty();
        }
        terms.add(new Term(column, text.substring(from)));
        return Optional.of(new RowCondition(terms));
    }

    /** The rows that fulfil the condition, ascending. */
    public int[] select(Table table) {
        return IntStream.range(0, table.rows())
                .filter(row -> terms.stream()
                        .allMatch(term -> table.column(term.column()).text(row).equals(term.value())))
                .toArray();
    }
}
