package io.spatho.core.dataset;

import java.util.List;
import java.util.function.Consumer;

/** Decoded molecules that lie in a file of the case and are streamed, never held together. */
public interface MoleculeSource {

    /**
     * Hands out all molecules of at least a quality, in the order of the file, a batch at a time; a batch's arrays are used again
     * for the next one.
     *
     * @param leastQuality Phred-scaled; molecules without a quality are always handed out
     * @throws io.spatho.core.error.InputException when the file is not what it should be
     */
    void forEachBatch(double leastQuality, Consumer<MoleculeBatch> consumer);

    /** The names of the features, complete once all molecules were handed out; indices never change. */
    List<String> features();

    /** What the platform takes a feature for, such as {@code gene} or {@code negative_control_probe}; empty when it is not known. */
    default String category(int feature) {
        return "";
    }

    /** What was unusual but not wrong in the last pass, one plain sentence each. */
    default List<String> warnings() {
        return List.of();
    }
}
