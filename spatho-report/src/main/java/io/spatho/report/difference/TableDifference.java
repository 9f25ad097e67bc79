package io.spatho.report.difference;

import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares two tables. Rows are matched by their first text columns, as many as it takes to tell every row of both tables apart;
 * where those do not tell them apart, by their place.
 */
final class TableDifference {

    private static final char SEPARATOR = '\u001f';

    private final String path;
    private final Tolerances tolerances;
    private final Consumer<Change> found;

    TableDifference(String path, Tolerances tolerances, Consumer<Change> found) {
        this.path = path;
        this.tolerances = tolerances;
        this.found = found;
    }

    void compare(Table before, Table after) {
        columns(before, after);
        List<String> ids = identifying(before, after);
        List<int[]> pairs = ids.isEmpty() ? inPlace(before, after) : matched(before, after, ids);
        for (String name : before.names()) {
            if (after.has(name)) {
                values(name, before, after, pairs, ids);
            }
        }
    }

    private void columns(Table before, Table after) {
        TreeSet<String> gone = new TreeSet<>(before.names());
        gone.removeAll(after.names());
        TreeSet<String> come = new TreeSet<>(after.names());
        come.removeAll(before.names());
        if (!gone.isEmpty() || !come.isEmpty()) {
            report("columns", String.join(", ", gone), String.join(", ", come));
        }
    }

    /** The first text columns that tell all rows apart in both tables; none where there are no such columns. */
    private static List<String> identifying(Table before, Table after) {
        List<String> chosen = new ArrayList<>();
        for (String name : before.names()) {
            if (!after.has(name) || !isText(before.column(name)) || !isText(after.column(name))) {
                continue;
            }
            chosen.add(name);
            if (keys(before, chosen).size() == before.rows()
                    && keys(after, chosen).size() == after.rows()) {
                return chosen;
            }
        }
        return List.of();
    }

    private static boolean isText(Column column) {
        return column instanceof Column.Strings || column instanceof Column.Categories;
    }

    private static Map<String, Integer> keys(Table table, List<String> names) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            rows.put(key(table, names, row), row);
        }
        return rows;
    }

    private static String key(Table table, List<String> names, int row) {
        StringBuilder key = new StringBuilder();
        for (String name : names) {
            if (!key.isEmpty()) {
                key.append(SEPARATOR);
            }
            key.append(table.column(name).text(row));
        }
        return key.toString();
    }

    private List<int[]> inPlace(Table before, Table after) {
        if (before.rows() != after.rows()) {
            report("rows", Words.count(before.rows()), Words.count(after.rows()));
        }
        List<int[]> pairs = new ArrayList<>();
        for (int row = 0; row < Math.min(before.rows(), after.rows()); row++) {
            pairs.add(new int[] {row, row});
        }
        return pairs;
    }

    private List<int[]> matched(Table before, Table after, List<String> ids) {
        Map<String, Integer> later = keys(after, ids);
        List<int[]> pairs = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        keys(before, ids).forEach((key, row) -> {
            Integer other = later.remove(key);
            if (other == null) {
                gone.add(key);
            } else {
                pairs.add(new int[] {row, other});
            }
        });
        if (!gone.isEmpty() || !later.isEmpty()) {
            report("rows", onlyHere(gone), onlyHere(List.copyOf(later.keySet())));
        }
        return pairs;
    }

    private static String onlyHere(List<String> keys) {
        return keys.isEmpty()
                ? ""
                : Words.count(keys.size()) + " only here (first: " + keys.get(0).replace(SEPARATOR, ' ') + ")";
    }

    private void values(String name, Table before, Table after, List<int[]> pairs, List<String> ids) {
        Column a = before.column(name);
        Column b = after.column(name);
        boolean numeric = !isText(a) && !isText(b) && !(a instanceof Column.Booleans || b instanceof Column.Booleans);
        int[] first = null;
        long changed = 0;
        double largest = 0;
        for (int[] pair : pairs) {
            boolean same = numeric
                    ? tolerances.same(name, a.number(pair[0]), b.number(pair[1]))
                    : a.text(pair[0]).equals(b.text(pair[1]));
            if (!same) {
                changed++;
                first = first == null ? pair : first;
                largest = numeric ? Math.max(largest, Math.abs(a.number(pair[0]) - b.number(pair[1]))) : largest;
            }
        }
        if (first != null) {
            String row = ids.isEmpty()
                    ? "row " + first[0]
                    : key(before, ids, first[0]).replace(SEPARATOR, ' ');
            String extent = Words.count(changed) + " of " + Words.count(pairs.size()) + " rows"
                    + (numeric ? ", by at most " + (float) largest : "");
            report(name + " (" + extent + "; first: " + row + ")", a.text(first[0]), b.text(first[1]));
        }
    }

    private void report(String what, String before, String after) {
        found.accept(new Change(Change.Kind.TABLE, path + " " + what, before, after));
    }
}
