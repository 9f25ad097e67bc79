package io.spatho.stgpt.tokens;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The mean expression of each gene in the corpus that scGPT-spatial was trained on, by vocabulary id; NaN where the table has no
 * usable row.
 *
 * @param means one value per vocabulary id
 * @param unusableRows rows whose mean is not a number above 0; they count as absent
 */
public record GeneMeans(double[] means, int unusableRows) {

    private static final long LARGEST_FILE = 64L << 20;

    /** Reads {@code all_dict_mean_std.csv}: a header, then vocabulary id first and a column {@code mean}. */
    public static GeneMeans read(Path file, int vocabularySize) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw fault(file, 1, "at most " + LARGEST_FILE + " bytes", Files.size(file));
            }
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return read(file, lines, vocabularySize);
            }
        } catch (CharacterCodingException e) {
            throw new InputException(
                    Problem.of("the gene means are not UTF-8 text").at(file), e);
        } catch (IOException e) {
            throw new InputException(Problem.of("the gene means cannot be read").at(file), e);
        }
    }

    private static GeneMeans read(Path file, BufferedReader lines, int vocabularySize) throws IOException {
        String header = lines.readLine();
        int column = header == null ? -1 : List.of(header.split(",", -1)).indexOf("mean");
        if (column < 1) {
            throw fault(file, 1, "a header with a column mean after the id", header == null ? "nothing" : header);
        }
        double[] means = new double[vocabularySize];
        boolean[] seen = new boolean[vocabularySize];
        Arrays.fill(means, Double.NaN);
        int unusable = 0;
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String[] fields = line.split(",", -1);
            if (fields.length <= column) {
                throw fault(file, number, column + 1 + " fields", fields.length);
            }
            int id = id(file, number, fields[0], vocabularySize);
            if (seen[id]) {
                throw fault(file, number, "each id once", "id " + id + " again");
            }
            seen[id] = true;
            double mean = mean(file, number, fields[column]);
            if (mean > 0 && mean < Double.POSITIVE_INFINITY) {
                means[id] = mean;
            } else {
                unusable++;
            }
        }
        return new GeneMeans(means, unusable);
    }

    private static int id(Path file, int line, String field, int vocabularySize) {
        try {
            int id = Integer.parseInt(field);
            if (id >= 0 && id < vocabularySize) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw fault(file, line, "a vocabulary id", field);
        }
        throw fault(file, line, "a vocabulary id below " + vocabularySize, field);
    }

    private static double mean(Path file, int line, String field) {
        try {
            return field.isEmpty() || field.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw fault(file, line, "a number", field);
        }
    }

    private static InputException fault(Path file, int line, Object expected, Object found) {
        return new InputException(Problem.of("the table of gene means is malformed")
                .at(file + ", line " + line)
                .expected(expected, found)
                .fix("Use the all_dict_mean_std.csv that was published with the weights."));
    }

    /** The mean of a vocabulary id, NaN when there is none. */
    public double mean(int id) {
        return means[id];
    }
}
