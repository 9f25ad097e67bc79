package io.spatho.anndata.tenx;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.limit.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Barcodes and cell ids: unique within a file, and matched between files. */
public final class Identifiers {

    private static final int EXAMPLES = 3;

    private Identifiers() {}

    /** The row of each id; an id that is missing, blank or repeated is an {@link InputException}. */
    public static Map<String, Integer> requireUnique(Path file, String noun, String[] ids) {
        Map<String, Integer> rows = new HashMap<>(ids.length * 2);
        for (int row = 0; row < ids.length; row++) {
            if (ids[row] == null || ids[row].isBlank()) {
                throw new InputException(Problem.of("a " + noun + " is empty").at(file + " row " + (row + 1L)));
            }
            Labels.label(ids[row], () -> file + ", a " + noun);
            Integer before = rows.putIfAbsent(ids[row], row);
            if (before != null) {
                throw new InputException(Problem.of(noun + " " + ids[row] + " stands there twice")
                        .at(file + " rows " + (before + 1L) + " and " + (row + 1L))
                        .expected("each " + noun + " once", "two rows"));
            }
        }
        return rows;
    }

    /**
     * The table row of each matrix barcode.
     *
     * @throws InputException naming how many barcodes the table lacks, and a few of them
     */
    public static int[] match(Path matrix, String[] barcodes, Path table, Map<String, Integer> rows, String noun) {
        int[] matched = new int[barcodes.length];
        List<String> examples = new ArrayList<>();
        int absent = 0;
        for (int i = 0; i < barcodes.length; i++) {
            Integer row = rows.get(barcodes[i]);
            if (row == null) {
                absent++;
                if (examples.size() < EXAMPLES) {
                    examples.add(barcodes[i]);
                }
            } else {
                matched[i] = row;
            }
        }
        if (absent > 0) {
            throw new InputException(Problem.of(absent + " of " + barcodes.length + " " + noun + "s of the matrix "
                            + matrix.getFileName() + " are not in the table, such as " + String.join(", ", examples))
                    .at(table)
                    .expected("every " + noun + " of the matrix", (barcodes.length - absent) + " of them")
                    .fix("Matrix and table must come from the same run."));
        }
        return matched;
    }
}
