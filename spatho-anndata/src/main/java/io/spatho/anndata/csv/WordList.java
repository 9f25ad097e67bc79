package io.spatho.anndata.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Distinct words in the order in which they came, found by their bytes without making strings of them.
 *
 * <p>Cost: constant for each word on average; memory grows with the distinct words only.
 */
final class WordList {

    private static final int FIRST_SLOTS = 64;

    private byte[] pool = new byte[1024];
    private int[] ends = new int[FIRST_SLOTS];
    private int[] slots = new int[FIRST_SLOTS];
    private int size;

    /** The number of the word, new or known. */
    int add(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    /** The number of the word in bytes {@code from} to {@code to}, exclusive. */
    int add(byte[] bytes, int from, int to) {
        int slot = slot(bytes, from, to);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        int begin = begin(size);
        int length = to - from;
        if (begin + length > pool.length) {
            pool = Arrays.copyOf(pool, Math.max(Math.addExact(begin, length), 2 * pool.length));
        }
        System.arraycopy(bytes, from, pool, begin, length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = begin + length;
        slots[slot] = size;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private int begin(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    private int slot(byte[] bytes, int from, int to) {
        int mask = slots.length - 1;
        int slot = hash(bytes, from, to) & mask;
        while (slots[slot] != 0) {
            int word = slots[slot] - 1;
            if (Arrays.equals(pool, begin(word), ends[word], bytes, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int word = 0; word < size; word++) {
            slots[slot(pool, begin(word), ends[word])] = word + 1;
        }
    }

    int size() {
        return size;
    }

    /** All words by number. */
    String[] words() {
        String[] words = new String[size];
        for (int word = 0; word < size; word++) {
            int begin = begin(word);
            words[word] = new String(pool, begin, ends[word] - begin, StandardCharsets.UTF_8);
        }
        return words;
    }
}
