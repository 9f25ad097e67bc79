package io.spatho.anndata.pickle;

import io.spatho.anndata.pickle.PickleValue.Mark;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The two memories of a pickle: the stack with its marks, and the numbered values that it can recall. */
final class PickleStack {

    private final PickleSource in;
    private final List<Object> stack = new ArrayList<>();
    private final List<Object> memo = new ArrayList<>();

    PickleStack(PickleSource in) {
        this.in = in;
    }

    void push(Object value) {
        stack.add(value);
    }

    /** The one value that a pickle leaves. */
    Object result() {
        if (stack.size() != 1 || stack.get(0) instanceof Mark) {
            throw in.fault("the pickle does not end with one value", 1, stack.size());
        }
        return stack.get(0);
    }

    Object pop() {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    Object top() {
        requireValues(1);
        return stack.get(stack.size() - 1);
    }

    /** Drops the top, which may be a mark. */
    void drop() {
        if (stack.isEmpty()) {
            throw in.fault("the pickle takes a value that is not there", 1, 0);
        }
        stack.remove(stack.size() - 1);
    }

    /** The last {@code size} values, taken off. */
    Tuple tuple(int size) {
        requireValues(size);
        List<Object> tail = stack.subList(stack.size() - size, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return new Tuple(items);
    }

    /** The values above the last mark, taken off with it. */
    List<Object> popToMark() {
        int mark = stack.size() - 1;
        while (mark >= 0 && !(stack.get(mark) instanceof Mark)) {
            mark--;
        }
        if (mark < 0) {
            throw in.fault("the pickle closes a group that it never opened", "a mark", "none");
        }
        List<Object> items = new ArrayList<>(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return items;
    }

    /** Remembers the top under the next number. */
    void remember() {
        remember(memo.size());
    }

    /** Remembers the top under a number. */
    void remember(long index) {
        // Writers count up from 0 or 1; anything else is a trick to make a huge table.
        if (index < 0 || index > memo.size() + 1L) {
            throw in.fault("the pickle remembers under an impossible number", "at most " + (memo.size() + 1), index);
        }
        while (memo.size() <= index) {
            memo.add(Mark.MARK);
        }
        memo.set((int) index, top());
    }

    /** Puts a remembered value on the stack. */
    void recall(long index) {
        if (index < 0 || index >= memo.size() || memo.get((int) index) instanceof Mark) {
            throw in.fault("the pickle recalls what it never remembered", "below " + memo.size(), index);
        }
        stack.add(memo.get((int) index));
    }

    private void requireValues(int count) {
        for (int i = 1; i <= count; i++) {
            if (stack.size() < i || stack.get(stack.size() - i) instanceof Mark) {
                throw in.fault("the pickle takes a value that is not there", count, i - 1);
            }
        }
    }
}
