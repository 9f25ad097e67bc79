package io.spatho.core.graph;

/** The best few candidates seen so far, ordered by key and then by index; keys are squared distances or stand for them. */
final class NearestList {

    private final double[] keys;
    private final int[] indices;
    private int capacity;
    private int size;

    NearestList(int capacity) {
        this.capacity = capacity;
        this.keys = new double[capacity];
        this.indices = new int[capacity];
    }

    /** Holds no more than so many from now on; the list must be empty and made for at least as many. */
    void limit(int most) {
        capacity = Math.min(most, keys.length);
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int index(int rank) {
        return indices[rank];
    }

    double key(int rank) {
        return keys[rank];
    }

    /** The largest key that is held, or infinity while there is room. */
    double worst() {
        return size < capacity ? Double.POSITIVE_INFINITY : keys[size - 1];
    }

    /** Whether no candidate with at least this key and at least this index can enter. */
    boolean excludes(double key, int index) {
        return size == capacity && (key > keys[size - 1] || (key == keys[size - 1] && index > indices[size - 1]));
    }

    void offer(double key, int index) {
        if (excludes(key, index)) {
            return;
        }
        int at = size < capacity ? size++ : size - 1;
        while (at > 0 && (keys[at - 1] > key || (keys[at - 1] == key && indices[at - 1] > index))) {
            keys[at] = keys[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        keys[at] = key;
        indices[at] = index;
    }
}
