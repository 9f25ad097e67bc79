package io.spatho.core.communication;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import io.spatho.core.limit.Limit;
import io.spatho.core.text.SeparatedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
 * Pairs of genes to look at together, read from a table: ligand and receptor, or any two genes.
 *
 * <p>The form is a {@code .csv} or {@code .tsv} file in UTF-8 with a header line and the two names in the first two columns;
 * further columns are ignored, a field may stand in double quotes. A complex lists its genes with {@code +} between them. Files
 * above {@link Limit#PANEL_BYTES}, names above {@link Limit#SYMBOL_BYTES} and empty tables are refused; a pair that comes twice counts once.
 *
 * @param source where the pairs come from, for the manifest
 * @param pairs the pairs, in the order of the table
 */
public record PairList(String source, List<LigandReceptorPair> pairs) {

    private static final String FORM = "a .csv or .tsv file with a header and two names in each line";
    private static final String BUNDLED = "textbook_pairs.csv";

    public PairList {
        pairs = List.copyOf(pairs);
    }

    /** The bundled list: pairs that textbooks of immunology and cell biology name, chosen for this project. */
    public static PairList bundled() {
        try (InputStream in = PairList.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("resource " + BUNDLED + " is not on the class path");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new PairList("bundled: textbook pairs", parse(lines, ',', BUNDLED));
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the bundled pairs cannot be read").at(BUNDLED), e);
        }
    }

    /** The pairs of a file; a file that is no such table ends in an {@link InputException} that names the line. */
    public static PairList read(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean commas = name.endsWith(".csv");
        if (!commas && !name.endsWith(".tsv")) {
            throw new InputException(
                    Problem.of("unknown form of pair table").at(file).expected(FORM, name));
        }
        try {
            if (!Files.isRegularFile(file)) {
                throw new InputException(
                        Problem.of("the pair table does not exist").at(file).fix("give " + FORM));
            }
            Limit.PANEL_BYTES.require(Files.size(file), "the pair table is too large", file);
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return new PairList(name, parse(lines, commas ? ',' : '\t', file));
            }
        } catch (CharacterCodingException e) {
            throw new InputException(
                    Problem.of("the pair table is not UTF-8 text").at(file).fix("give " + FORM), e);
        } catch (IOException e) {
            throw new InputException(Problem.of("the pair table cannot be read").at(file), e);
        }
    }

    private static List<LigandReceptorPair> parse(BufferedReader lines, char separator, Object where)
            throws IOException {
        Set<LigandReceptorPair> pairs = new LinkedHashSet<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int row = ++number;
            if (row > 1 && !line.isBlank()) {
                pairs.add(pair(
                        SeparatedLine.fields(line, separator)
                                .orElseThrow(() -> bad(where, row, "closed quotes", "an open one")),
                        where,
                        row));
            }
        }
        if (pairs.isEmpty()) {
            throw new InputException(
                    Problem.of("the pair table names no pair").at(where).fix("give " + FORM));
        }
        return new ArrayList<>(pairs);
    }

    private static LigandReceptorPair pair(List<String> fields, Object where, int number) {
        if (fields.size() < 2 || fields.get(0).isEmpty() || fields.get(1).isEmpty()) {
            throw bad(where, number, "two names", fields.size() + " fields");
        }
        return new LigandReceptorPair(
                fields.get(0), genes(fields.get(0), where, number), fields.get(1), genes(fields.get(1), where, number));
    }

    private static List<String> genes(String complex, Object where, int number) {
        List<String> genes =
                Arrays.stream(complex.split("\\+", -1)).map(String::strip).toList();
        for (String gene : genes) {
            if (gene.isEmpty()) {
                throw bad(where, number, "genes with + between them", complex);
            }
            Labels.symbol(gene, () -> where + ", line " + number);
        }
        return genes;
    }

    private static InputException bad(Object where, int number, String expected, String found) {
        return new InputException(Problem.of("the pair table has a bad line")
                .at(where + ", line " + number)
                .expected(expected, found)
                .fix("give " + FORM));
    }
}
