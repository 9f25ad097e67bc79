package io.spatho.anndata.csv;

import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Chosen columns of a comma-separated file, streamed in batches of rows. */
public final class CsvColumns {

    private static final int FIRST_ROWS = 1024;

    private CsvColumns() {}

    /** How a column is taken. */
    public enum Kind {
        /** As float64; an empty field is NaN. */
        NUMBER,
        /** As a word from a list that belongs to the batch. */
        WORD
    }

    /**
     * A column that is wanted.
     *
     * @param name its name in the header
     * @param kind how it is taken
     */
    public record Wanted(String name, Kind kind) {}

    /**
     * Some rows, in the order of the file.
     *
     * @param rows number of rows
     * @param numbers values of each wanted column of kind {@code NUMBER}, else {@code null}
     * @param codes positions in {@code words} for each wanted column of kind {@code WORD}, else {@code null}
     * @param words the distinct words of each wanted column of kind {@code WORD}, else {@code null}
     */
    public record Batch(int rows, double[][] numbers, int[][] codes, String[][] words) {}

    /**
     * Hands out the columns wanted, a batch at a time, on the calling thread.
     *
     * @throws io.spatho.core.error.InputException when a column is missing or repeated, a row is too short or long, or a field is no
     *     number
     */
    public static void forEach(Path file, List<Wanted> wanted, Workers workers, Consumer<Batch> consumer) {
        try (CsvBlocks blocks = CsvBlocks.open(file)) {
            int[] places = new int[blocks.header().size()];
            Arrays.fill(places, -1);
            for (int i = 0; i < wanted.size(); i++) {
                places[blocks.position(wanted.get(i).name())] = i;
            }
            blocks.forEach(workers, block -> parse(block, places, wanted), consumer);
        }
    }

    private static Batch parse(CsvBlock block, int[] places, List<Wanted> wanted) {
        int count = wanted.size();
        double[][] numbers = new double[count][];
        int[][] codes = new int[count][];
        WordList[] lists = new WordList[count];
        for (int i = 0; i < count; i++) {
            if (wanted.get(i).kind() == Kind.NUMBER) {
                numbers[i] = new double[FIRST_ROWS];
            } else {
                codes[i] = new int[FIRST_ROWS];
                lists[i] = new WordList();
            }
        }
        int rows = 0;
        while (block.nextRow()) {
            for (int place : places) {
                block.nextField();
                if (place < 0) {
                    continue;
                }
                if (lists[place] == null) {
                    numbers[place] = fitting(numbers[place], rows);
                    numbers[place][rows] = block.number();
                } else {
                    codes[place] = fitting(codes[place], rows);
                    codes[place][rows] = block.word(lists[place]);
                }
            }
            block.endRow();
            rows++;
        }
        String[][] words = new String[count][];
        for (int i = 0; i < count; i++) {
            words[i] = lists[i] == null ? null : lists[i].words();
        }
        return new Batch(rows, numbers, codes, words);
    }

    private static double[] fitting(double[] values, int row) {
        return row < values.length ? values : Arrays.copyOf(values, 2 * values.length);
    }

    private static int[] fitting(int[] values, int row) {
        return row < values.length ? values : Arrays.copyOf(values, 2 * values.length);
    }
}
