package io.spatho.stgpt.checkpoint;

import io.spatho.core.limit.Limit;
import io.spatho.stgpt.checkpoint.PickleValue.Dict;
import io.spatho.stgpt.checkpoint.PickleValue.Global;
import io.spatho.stgpt.checkpoint.PickleValue.Mark;
import io.spatho.stgpt.checkpoint.PickleValue.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A data-only interpreter of Python pickles: it knows the instructions that {@code torch.save} uses for tensors and plain values,
 * and refuses every other one with its place.
 *
 * <p>Cost: one pass; at most {@link Limit#PICKLE_INSTRUCTIONS}, so that memory stays bounded whatever the file says.
 * Source: the instruction set of CPython's {@code pickletools} (protocols 2 to 5), PyTorch's serialization notes.
 */
final class PickleReader {

    private static final int LONGEST_INTEGER = 16;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final PickleSource in;
    private final PickleCalls calls;
    private final List<Object> stack = new ArrayList<>();
    private final List<Object> memo = new ArrayList<>();
    private int instructionStart;

    private PickleReader(PickleSource in) {
        this.in = in;
        this.calls = new PickleCalls(in);
    }

    /** Reads one pickle from the current position of {@code in} to its end instruction. */
    static Object read(PickleSource in) {
        return new PickleReader(in).run();
    }

    private Object run() {
        long most = Limit.PICKLE_INSTRUCTIONS.value();
        for (long count = 0; count < most; count++) {
            instructionStart = in.position();
            int instruction = in.unsignedByte();
            if (instruction == '.') {
                return result();
            }
            boolean known = constant(instruction) || text(instruction) || container(instruction) || memory(instruction);
            if (!known && !call(instruction)) {
                throw in.refusal("the pickle instruction " + describe(instruction), instructionStart);
            }
        }
        throw in.fault("the pickle is too long", "at most " + most + " instructions", "more");
    }

    private static String describe(int instruction) {
        String name =
                switch (instruction) {
                    case 'i' -> "INST";
                    case 'o' -> "OBJ";
                    case 0x81 -> "NEWOBJ";
                    case 0x92 -> "NEWOBJ_EX";
                    case 0x82, 0x83, 0x84 -> "EXT";
                    case 'P' -> "PERSID";
                    default -> "";
                };
        return (name.isEmpty() ? "" : name + " ") + String.format(Locale.ROOT, "0x%02x", instruction);
    }

    private Object result() {
        if (stack.size() != 1 || stack.get(0) instanceof Mark) {
            throw in.fault("the pickle does not end with one value", 1, stack.size());
        }
        return stack.get(0);
    }

    private boolean constant(int instruction) {
        switch (instruction) {
            case 0x80 -> protocol(in.unsignedByte());
            case 0x95 -> frame(in.signedLong());
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'J' -> stack.add((long) in.signedInt());
            case 'K' -> stack.add((long) in.unsignedByte());
            case 'M' -> stack.add((long) in.unsignedShort());
            case 0x8a -> stack.add(integer(in.unsignedByte()));
            case 0x8b -> stack.add(integer(in.signedInt()));
            case 'G' -> stack.add(in.bigEndianDouble());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol(int version) {
        if (version < 2 || version > 5) {
            throw in.fault("the pickle protocol is not supported", "2 to 5", version);
        }
    }

    private void frame(long length) {
        if (length < 0 || length > in.remaining()) {
            throw in.fault("a frame of the pickle is longer than the file", in.remaining(), length);
        }
    }

    private Object integer(int length) {
        byte[] bytes = in.block(length, LONGEST_INTEGER);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swap = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swap;
        }
        BigInteger value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        boolean fits = value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0;
        return fits ? (Object) value.longValue() : value;
    }

    private boolean text(int instruction) {
        switch (instruction) {
            case 'X' -> stack.add(in.text(in.unsignedInt()));
            case 0x8c -> stack.add(in.text(in.unsignedByte()));
            case 0x8d -> stack.add(in.text(in.signedLong()));
            // Python 2 wrote its plain strings so.
            case 'U' -> stack.add(in.text(in.unsignedByte()));
            case 'T' -> stack.add(in.text(in.signedInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int instruction) {
        switch (instruction) {
            case '(' -> stack.add(Mark.MARK);
            case ')' -> stack.add(new Tuple(List.of()));
            case 't' -> stack.add(new Tuple(popToMark()));
            case 0x85 -> stack.add(tuple(1));
            case 0x86 -> stack.add(tuple(2));
            case 0x87 -> stack.add(tuple(3));
            case ']' -> stack.add(new ArrayList<>(0));
            case '}' -> stack.add(Dict.empty(false));
            case 'a' -> append(tuple(1).items());
            case 'e' -> append(popToMark());
            case 's' -> put(tuple(2).items());
            case 'u' -> put(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int instruction) {
        switch (instruction) {
            case 'q' -> remember(in.unsignedByte());
            case 'r' -> remember(in.unsignedInt());
            case 0x94 -> remember(memo.size());
            case 'h' -> recall(in.unsignedByte());
            case 'j' -> recall(in.unsignedInt());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean call(int instruction) {
        switch (instruction) {
            case 'c' -> stack.add(global(in.line(), in.line()));
            case 0x93 -> {
                Object name = pop();
                Object module = pop();
                if (!(module instanceof String m) || !(name instanceof String n)) {
                    throw in.refusal("a global whose name is not text", instructionStart);
                }
                stack.add(global(m, n));
            }
            case 'Q' -> stack.add(calls.storage(pop()));
            case 'R' -> {
                Object arguments = pop();
                Object callable = pop();
                if (!(callable instanceof Global target) || !(arguments instanceof Tuple given)) {
                    throw in.refusal("a call of something that is not an allowed name", instructionStart);
                }
                stack.add(calls.call(target, given.items(), instructionStart));
            }
            case 'b' -> build(pop());
            default -> {
                return false;
            }
        }
        return true;
    }

    private Global global(String module, String name) {
        return PickleGlobals.find(module, name)
                .orElseThrow(() -> in.refusal("the global " + module + "." + name, instructionStart));
    }

    /** PyTorch hangs {@code _metadata} (module versions) on a state dict so; it is plain data and is not needed. */
    private void build(Object state) {
        boolean onOrderedDict = top() instanceof Dict dict && dict.ordered();
        boolean plain = state instanceof Dict attributes
                && attributes.entries().keySet().stream().allMatch("_metadata"::equals);
        if (!onOrderedDict || !plain) {
            throw in.refusal("BUILD of anything but the _metadata of an ordered dictionary", instructionStart);
        }
    }

    private void append(List<Object> items) {
        if (!(top() instanceof ArrayList<?>)) {
            throw in.fault("the pickle appends to something that is not a list", "a list", PickleValue.kind(top()));
        }
        @SuppressWarnings("unchecked") // every ArrayList on the stack was made here as ArrayList<Object>
        List<Object> list = (List<Object>) top();
        list.addAll(items);
    }

    private void put(List<Object> keysAndValues) {
        if (!(top() instanceof Dict dict) || keysAndValues.size() % 2 != 0) {
            throw in.fault(
                    "the pickle sets items of something that is not a dictionary",
                    "a dictionary",
                    PickleValue.kind(top()));
        }
        calls.putAll(dict.entries(), keysAndValues);
    }

    private void remember(long index) {
        // Writers count up from 0 or 1; anything else is a trick to make a huge table.
        if (index > memo.size() + 1L) {
            throw in.fault("the pickle remembers under an impossible number", "at most " + (memo.size() + 1), index);
        }
        while (memo.size() <= index) {
            memo.add(Mark.MARK);
        }
        memo.set((int) index, top());
    }

    private void recall(long index) {
        if (index >= memo.size() || memo.get((int) index) instanceof Mark) {
            throw in.fault("the pickle recalls what it never remembered", "below " + memo.size(), index);
        }
        stack.add(memo.get((int) index));
    }

    private Tuple tuple(int size) {
        requireValues(size);
        List<Object> tail = stack.subList(stack.size() - size, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return new Tuple(items);
    }

    private List<Object> popToMark() {
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

    private Object pop() {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private Object top() {
        requireValues(1);
        return stack.get(stack.size() - 1);
    }

    private void requireValues(int count) {
        for (int i = 1; i <= count; i++) {
            if (stack.size() < i || stack.get(stack.size() - i) instanceof Mark) {
                throw in.fault("the pickle takes a value that is not there", count, i - 1);
            }
        }
    }
}
