package io.spatho.core.graph;

/** The best few candidates seen so far, ordered by key and then by index; keys are squared distances or stand for them. */
final class NearestList {

    private final double[] keys;
    private final int[] indices;
    private int size;

    NearestList(int capacity) {
        this.keys = new double[capacity];
        this.indices = new int[capacity];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == keys.length;
    }

    int index(int rank) {
        return indices[rank];
    }

    double key(int rank) {
        return keys[rank];
    }

    /** The largest key that is held, or infinity while there is room. */
    double worst() {
        return size < keys.length ? Double.POSITIVE_INFINITY : keys[size - 1];
    }

    /** Whether no candidate with at least this key and at least this index can enter. */
    boolean excludes(double key, int index) {
        return size == keys.length && (key > keys[size - 1] || (key == keys[size - 1] && index > indices[size - 1]));
    }

    void offer(double key, int index) {
        if (excludes(key, index)) {
            return;
        }
        int at = size < keys.length ? size++ : size - 1;
        while (at > 0 && (keys[at - 1] > key || (keys[at - 1] == key && indices[at - 1] > index))) {
            keys[at] = keys[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        keys[at] = key;
        indices[at] = index;
    }
}
