package io.spatho.anndata.csv;

import io.spatho.anndata.csv.CsvColumns.Batch;
import io.spatho.anndata.csv.CsvColumns.Kind;
import io.spatho.anndata.csv.CsvColumns.Wanted;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All columns of a comma-separated file whose columns are not known beforehand, each with the narrowest type that holds it.
 *
 * <p>A column of whole numbers without gaps becomes ints, or longs; other numbers doubles; {@code True} and {@code False} booleans;
 * text categories where at most half of its values are distinct, else strings. An empty field is missing. A column without a name is
 * called {@code unnamed_<n>}, its place counted from 0. The file is read twice. Cost: linear; memory: the table and a few blocks.
 */
public final class CsvFrame {

    private static final double LARGEST_EXACT = 9007199254740992.0;

    private final Path file;
    private final List<String> names = new ArrayList<>();
    private final List<Wanted> wanted = new ArrayList<>();
    private final List<double[]> numbers = new ArrayList<>();
    private final List<int[]> codes = new ArrayList<>();
    private final List<Map<String, Integer>> words = new ArrayList<>();
    private int rows;

    private CsvFrame(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param text names of columns that are text whatever they look like, such as ids of more digits than a number holds
     */
    public static Table read(Path file, Set<String> text, Workers workers) {
        CsvFrame frame = new CsvFrame(file);
        frame.infer(text, workers);
        CsvColumns.forEach(file, frame.wanted, workers, frame::append);
        Map<String, Column> columns = new LinkedHashMap<>();
        for (int i = 0; i < frame.wanted.size(); i++) {
            columns.put(frame.names.get(i), frame.column(i, text));
        }
        return Table.of(frame.rows, columns);
    }

    private void infer(Set<String> text, Workers workers) {
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            List<String> header = blocks.header();
            boolean[] textual = new boolean[header.size()];
            blocks.forEach(workers, block -> textual(block, header.size()), some -> {
                for (int i = 0; i < textual.length; i++) {
                    textual[i] |= some[i];
                }
            });
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < header.size(); i++) {
                blocks.position(header.get(i));
                String name = header.get(i).isBlank() ? "unnamed_" + i : header.get(i);
                if (!seen.add(name)) {
                    throw new InputException(Problem.of("column " + name + " stands there twice")
                            .at(file)
                            .expected("each column once", "two of them"));
                }
                names.add(name);
                wanted.add(new Wanted(header.get(i), textual[i] || text.contains(name) ? Kind.WORD : Kind.NUMBER));
                numbers.add(new double[0]);
                codes.add(new int[0]);
                words.add(new LinkedHashMap<>());
            }
        }
    }

    /** Which columns hold something that is no number, or a whole number that float64 does not hold. */
    private static boolean[] textual(CsvBlock block, int fields) {
        boolean[] textual = new boolean[fields];
        while (block.nextRow()) {
            for (int field = 0; field < fields; field++) {
                block.nextField();
                if (!textual[field]) {
                    textual[field] = !block.isNumber() || Math.abs(block.number()) > LARGEST_EXACT;
                }
            }
            block.endRow();
        }
        return textual;
    }

    private void append(Batch batch) {
        int total = Math.addExact(rows, batch.rows());
        for (int i = 0; i < wanted.size(); i++) {
            if (batch.numbers()[i] != null) {
                double[] all = grown(numbers.get(i), total);
                System.arraycopy(batch.numbers()[i], 0, all, rows, batch.rows());
                numbers.set(i, all);
            } else {
                int[] all = grown(codes.get(i), total);
                int[] global = global(words.get(i), batch.words()[i]);
                for (int row = 0; row < batch.rows(); row++) {
                    all[rows + row] = global[batch.codes()[i][row]];
                }
                codes.set(i, all);
            }
        }
        rows = total;
    }

    private static int[] global(Map<String, Integer> known, String[] some) {
        int[] global = new int[some.length];
        for (int word = 0; word < some.length; word++) {
            Integer number = known.putIfAbsent(some[word], known.size());
            global[word] = number == null ? known.size() - 1 : number;
        }
        return global;
    }

    private static double[] grown(double[] values, int total) {
        return total <= values.length ? values : Arrays.copyOf(values, capacity(values.length, total));
    }

    private static int[] grown(int[] values, int total) {
        return total <= values.length ? values : Arrays.copyOf(values, capacity(values.length, total));
    }

    private static int capacity(int length, int total) {
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(total, 2L * length));
    }

    private Column column(int i, Set<String> text) {
        if (wanted.get(i).kind() == Kind.NUMBER) {
            return numeric(Arrays.copyOf(numbers.get(i), rows));
        }
        String[] distinct = words.get(i).keySet().toArray(String[]::new);
        for (String word : distinct) {
            Labels.label(word, () -> file + " column " + names.get(i));
        }
        int[] values = codes.get(i);
        boolean flags = distinct.length > 0;
        for (String word : distinct) {
            flags &= word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
        }
        if (flags) {
            boolean[] booleans = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                booleans[row] = distinct[values[row]].equalsIgnoreCase("true");
            }
            return new Column.Booleans(booleans);
        }
        if (text.contains(names.get(i)) || 2L * distinct.length > rows) {
            String[] strings = new String[rows];
            for (int row = 0; row < rows; row++) {
                String word = distinct[values[row]];
                strings[row] = word.isEmpty() ? null : word;
            }
            return new Column.Strings(strings);
        }
        return categories(distinct, values);
    }

    private Column categories(String[] distinct, int[] values) {
        List<String> sorted =
                Arrays.stream(distinct).filter(word -> !word.isEmpty()).sorted().toList();
        Map<String, Integer> places = new HashMap<>();
        sorted.forEach(word -> places.put(word, places.size()));
        int[] renumbered = new int[distinct.length];
        for (int word = 0; word < distinct.length; word++) {
            renumbered[word] = places.getOrDefault(distinct[word], -1);
        }
        int[] codesOfRows = new int[rows];
        for (int row = 0; row < rows; row++) {
            codesOfRows[row] = renumbered[values[row]];
        }
        return new Column.Categories(codesOfRows, sorted, false);
    }

    private static Column numeric(double[] values) {
        boolean whole = true;
        boolean small = true;
        for (int row = 0; row < values.length && whole; row++) {
            whole = values[row] == Math.rint(values[row]);
            small &= Math.abs(values[row]) <= Integer.MAX_VALUE;
        }
        if (!whole || values.length == 0) {
            return new Column.Doubles(values);
        }
        if (small) {
            return new Column.Ints(
                    Arrays.stream(values).mapToInt(value -> (int) value).toArray());
        }
        return new Column.Longs(
                Arrays.stream(values).mapToLong(value -> (long) value).toArray());
    }
}
