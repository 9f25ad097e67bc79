package io.spatho.anndata.csv;

import io.spatho.core.dataset.MoleculeBatch;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns batches of a table of molecules into {@link MoleculeBatch}es with one list of features for the whole file. */
public final class MoleculeTable {

    private static final double FARTHEST = 1e9;

    private final Path file;
    private final List<String> features;
    private final Map<String, Integer> numbers = new HashMap<>();
    private long rows;

    /**
     * A table whose features are kept in a list that outlives it.
     *
     * @param file the file, for messages
     * @param features features known from an earlier reading, to which new ones are added
     */
    public MoleculeTable(Path file, List<String> features) {
        this.file = file;
        this.features = features;
        for (int i = 0; i < features.size(); i++) {
            numbers.put(features.get(i), i);
        }
    }

    /** As many -1 as there are rows. */
    public int[] none(int count) {
        int[] none = new int[count];
        Arrays.fill(none, -1);
        return none;
    }

    /** A column times a factor; a value that is missing or not of ordinary size is an {@link InputException}. */
    public float[] scaled(String column, double[] values, int count, double factor) {
        float[] scaled = new float[count];
        for (int row = 0; row < count; row++) {
            double value = values[row] * factor;
            if (!(Math.abs(value) <= FARTHEST)) {
                throw new InputException(Problem.of("a position is not a finite number")
                        .at(file + " column " + column + " of molecule " + (rows + row + 1))
                        .expected("a coordinate", values[row]));
            }
            scaled[row] = (float) value;
        }
        return scaled;
    }

    /** The next molecules; without z all are NaN. */
    public MoleculeBatch batch(
            int count,
            int[] observations,
            int[] codes,
            String[] words,
            float[] x,
            float[] y,
            float[] z,
            boolean[] inNucleus) {
        int[] global = new int[words.length];
        for (int word = 0; word < words.length; word++) {
            Integer known = numbers.putIfAbsent(words[word], features.size());
            global[word] = known == null ? features.size() : known;
            if (known == null) {
                features.add(words[word]);
            }
        }
        long[] ids = new long[count];
        int[] chosen = new int[count];
        float[] unknown = new float[count];
        Arrays.fill(unknown, Float.NaN);
        for (int row = 0; row < count; row++) {
            ids[row] = rows + row;
            chosen[row] = global[codes[row]];
        }
        rows += count;
        return new MoleculeBatch(count, ids, observations, chosen, x, y, z == null ? unknown : z, unknown, inNucleus);
    }
}
