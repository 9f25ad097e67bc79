package io.spatho.stgpt.tokens;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A user's table of gene names: two named columns of a tab-separated file with a header; further columns are not looked at, rows where
 * one of the two is empty are left out, repeated rows count once.
 *
 * @param file where it came from
 * @param rows the pairs, in file order
 */
record GenePairs(Path file, List<Pair> rows) {

    /** One row. */
    record Pair(String from, String to) {}

    private static final int MOST_ROWS = 2_000_000;

    /** Reads two columns of a table. */
    static GenePairs read(Path file, String from, String to) {
        try {
            Limit.PANEL_BYTES.require(Files.size(file), "the table of genes is too large", file);
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return read(file, lines, from, to);
            }
        } catch (CharacterCodingException e) {
            throw new InputException(
                    Problem.of("the table of genes is not UTF-8 text").at(file), e);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the table of genes cannot be read").at(file), e);
        }
    }

    private static GenePairs read(Path file, BufferedReader lines, String from, String to) throws IOException {
        String header = lines.readLine();
        List<String> names =
                header == null ? List.of() : Arrays.asList(header.strip().split("\t", -1));
        int left = names.indexOf(from);
        int right = names.indexOf(to);
        if (left < 0 || right < 0) {
            throw fault(file, 1, "a tab-separated header with the columns " + from + " and " + to, header);
        }
        Set<Pair> pairs = new LinkedHashSet<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields.length <= Math.max(left, right)) {
                throw fault(file, number, "at least " + (Math.max(left, right) + 1) + " fields", fields.length);
            }
            Pair pair = new Pair(name(file, number, fields[left]), name(file, number, fields[right]));
            if (!pair.from.isEmpty() && !pair.to.isEmpty()) {
                pairs.add(pair);
            }
            if (pairs.size() > MOST_ROWS) {
                throw fault(file, number, "at most " + MOST_ROWS + " pairs", "more");
            }
        }
        return new GenePairs(file, new ArrayList<>(pairs));
    }

    private static String name(Path file, int line, String field) {
        String name = field.strip();
        Limit.SYMBOL_BYTES.require(name.length(), "a gene name is too long", file + ", line " + line);
        return name;
    }

    private static InputException fault(Path file, int line, Object expected, Object found) {
        return new InputException(Problem.of("the table of genes is malformed")
                .at(file + ", line " + line)
                .expected(expected, found == null ? "nothing" : found));
    }
}
