package io.spatho.anndata.slide;

import java.util.BitSet;

/** Morphology of a mask: discs, and removal of small connected parts. What lies outside the picture counts as its nearest edge. */
final class MaskShapes {

    private final int width;
    private final int height;

    MaskShapes(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Every square within {@code radius} squares of a set one. */
    BitSet grown(BitSet mask, double radius) {
        int reach = (int) Math.floor(radius);
        BitSet out = (BitSet) mask.clone();
        for (int dy = -reach; dy <= reach; dy++) {
            int dx = (int) Math.floor(Math.sqrt(radius * radius - dy * dy));
            for (int y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
                spread(mask, out, y, y + dy, dx);
            }
        }
        return out;
    }

    /** Sets in row {@code to} what lies within {@code dx} columns of the runs of row {@code from}. */
    private void spread(BitSet mask, BitSet out, int from, int to, int dx) {
        int start = from * width;
        int end = start + width;
        for (int x = mask.nextSetBit(start); x >= 0 && x < end; ) {
            int stop = Math.min(end, mask.nextClearBit(x));
            int left = Math.max(0, x - start - dx);
            int right = Math.min(width, stop - start + dx);
            out.set(to * width + left, to * width + right);
            x = mask.nextSetBit(stop);
        }
    }

    /** Every square whose disc is wholly set. */
    BitSet shrunk(BitSet mask, double radius) {
        return inverted(grown(inverted(mask), radius));
    }

    BitSet inverted(BitSet mask) {
        BitSet out = (BitSet) mask.clone();
        out.flip(0, width * height);
        return out;
    }

    /** The mask without connected parts (by sides) of fewer than {@code least} squares. */
    BitSet withoutSmall(BitSet mask, double least) {
        BitSet left = (BitSet) mask.clone();
        BitSet out = (BitSet) mask.clone();
        int[] stack = new int[64];
        int[] part = new int[64];
        for (int seed = left.nextSetBit(0); seed >= 0; seed = left.nextSetBit(seed)) {
            int depth = 0;
            int size = 0;
            stack[depth++] = seed;
            left.clear(seed);
            while (depth > 0) {
                int at = stack[--depth];
                if (size == part.length) {
                    part = java.util.Arrays.copyOf(part, 2 * size);
                }
                part[size++] = at;
                if (depth + 4 > stack.length) {
                    stack = java.util.Arrays.copyOf(stack, 2 * stack.length);
                }
                int x = at % width;
                depth = push(left, x > 0 ? at - 1 : -1, stack, depth);
                depth = push(left, x < width - 1 ? at + 1 : -1, stack, depth);
                depth = push(left, at - width, stack, depth);
                depth = push(left, at + width < width * height ? at + width : -1, stack, depth);
            }
            for (int i = 0; i < size && size < least; i++) {
                out.clear(part[i]);
            }
        }
        return out;
    }

    private static int push(BitSet left, int at, int[] stack, int depth) {
        if (at < 0 || !left.get(at)) {
            return depth;
        }
        left.clear(at);
        stack[depth] = at;
        return depth + 1;
    }
}
