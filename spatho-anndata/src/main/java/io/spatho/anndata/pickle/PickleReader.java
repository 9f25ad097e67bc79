package io.spatho.anndata.pickle;

import io.spatho.anndata.pickle.PicklePolicy.Instructions;
import io.spatho.anndata.pickle.PickleValue.Dict;
import io.spatho.anndata.pickle.PickleValue.Mark;
import io.spatho.anndata.pickle.PickleValue.Tuple;
import io.spatho.core.limit.Limit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A data-only interpreter of Python pickles: it knows the instructions that build plain values, asks its policy about every name, and
 * refuses every other instruction with its place.
 *
 * <p>Cost: one pass; at most {@link Limit#PICKLE_INSTRUCTIONS}, and no value is longer than the bytes that spell it, so that memory
 * stays bounded whatever the file says. Source: the instruction set of CPython's {@code pickletools} (protocols 0 to 5).
 */
public final class PickleReader {

    private static final int LONGEST_INTEGER = 16;

    private final PickleSource in;
    private final PicklePolicy policy;
    private final PickleStack stack;
    private final TextNumbers lines;
    private final boolean all;
    private int instructionStart;

    private PickleReader(PickleSource in, PicklePolicy policy) {
        this.in = in;
        this.policy = policy;
        this.stack = new PickleStack(in);
        this.lines = new TextNumbers(in);
        this.all = policy.instructions() == Instructions.ALL;
    }

    /**
     * Reads one pickle from the current position of {@code in} to its end instruction.
     *
     * @return {@code null}, text, {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, a list, a {@link PickleValue} or
     *     what the policy made
     */
    public static Object read(PickleSource in, PicklePolicy policy) {
        return new PickleReader(in, policy).run();
    }

    private Object run() {
        long most = Limit.PICKLE_INSTRUCTIONS.value();
        for (long count = 0; count < most; count++) {
            instructionStart = in.position();
            int instruction = in.unsignedByte();
            if (instruction == '.') {
                return stack.result();
            }
            boolean known = constant(instruction)
                    || text(instruction)
                    || container(instruction)
                    || memory(instruction)
                    || call(instruction)
                    || (all && (line(instruction) || object(instruction)));
            if (!known) {
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

    private boolean constant(int instruction) {
        switch (instruction) {
            case 0x80 -> protocol(in.unsignedByte());
            case 0x95 -> frame(in.signedLong());
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.signedInt());
            case 'K' -> stack.push((long) in.unsignedByte());
            case 'M' -> stack.push((long) in.unsignedShort());
            case 0x8a -> stack.push(integer(in.unsignedByte()));
            case 0x8b -> stack.push(integer(in.signedInt()));
            case 'G' -> stack.push(in.bigEndianDouble());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol(int version) {
        int first = all ? 0 : 2;
        if (version < first || version > 5) {
            throw in.fault("the pickle protocol is not supported", first + " to 5", version);
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
        return TextNumbers.fitted(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
    }

    private boolean text(int instruction) {
        // Before protocol 3 the bytes of an array are spelt as one text.
        int longest = all ? in.remaining() : Limit.TEXT_BYTES.intValue();
        switch (instruction) {
            case 'X' -> stack.push(in.text(in.unsignedInt(), longest));
            case 0x8c -> stack.push(in.text(in.unsignedByte(), longest));
            case 0x8d -> stack.push(in.text(in.signedLong(), longest));
            // Python 2 wrote its plain strings so.
            case 'U' -> stack.push(in.text(in.unsignedByte(), longest));
            case 'T' -> stack.push(in.text(in.signedInt(), longest));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int instruction) {
        switch (instruction) {
            case '(' -> stack.push(Mark.MARK);
            case ')' -> stack.push(new Tuple(List.of()));
            case 't' -> stack.push(new Tuple(stack.popToMark()));
            case 0x85 -> stack.push(stack.tuple(1));
            case 0x86 -> stack.push(stack.tuple(2));
            case 0x87 -> stack.push(stack.tuple(3));
            case ']' -> stack.push(new ArrayList<>(0));
            case '}' -> stack.push(Dict.empty(false));
            case 'a' -> append(stack.tuple(1).items());
            case 'e' -> append(stack.popToMark());
            case 's' -> put(stack.tuple(2).items());
            case 'u' -> put(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int instruction) {
        switch (instruction) {
            case 'q' -> stack.remember(in.unsignedByte());
            case 'r' -> stack.remember(in.unsignedInt());
            case 0x94 -> stack.remember();
            case 'h' -> stack.recall(in.unsignedByte());
            case 'j' -> stack.recall(in.unsignedInt());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean call(int instruction) {
        switch (instruction) {
            case 'c' -> stack.push(global(in.line(), in.line()));
            case 0x93 -> {
                Object name = stack.pop();
                Object module = stack.pop();
                if (!(module instanceof String m) || !(name instanceof String n)) {
                    throw in.refusal("a global whose name is not text", instructionStart);
                }
                stack.push(global(m, n));
            }
            case 'Q' -> stack.push(policy.persistent(stack.pop(), instructionStart));
            case 'R' -> {
                Object arguments = stack.pop();
                Object callable = stack.pop();
                if (!(callable instanceof PickleName target) || !(arguments instanceof Tuple given)) {
                    throw in.refusal("a call of something that is not an allowed name", instructionStart);
                }
                stack.push(policy.call(target, given.items(), instructionStart));
            }
            case 'b' -> {
                Object state = stack.pop();
                policy.build(stack.top(), state, instructionStart);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The instructions of protocol 0 that spell their operand as a line. */
    private boolean line(int instruction) {
        switch (instruction) {
            case 'I' -> stack.push(lines.whole());
            case 'L' -> stack.push(lines.longer());
            case 'F' -> stack.push(lines.real());
            case 'V' -> stack.push(lines.text());
            case 'p' -> stack.remember(lines.index());
            case 'g' -> stack.recall(lines.index());
            case 'l' -> stack.push(new ArrayList<>(stack.popToMark()));
            case 'd' -> {
                List<Object> items = stack.popToMark();
                stack.push(Dict.empty(false));
                put(items);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Bytes, objects, and the shuffling of the stack. */
    private boolean object(int instruction) {
        switch (instruction) {
            case 'C' -> stack.push(in.slice(in.unsignedByte()));
            case 'B' -> stack.push(in.slice(in.unsignedInt()));
            case 0x8e, 0x96 -> stack.push(in.slice(in.signedLong()));
            case '0' -> stack.drop();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.top());
            case 0x81 -> {
                Object arguments = stack.pop();
                Object type = stack.pop();
                if (!(type instanceof PickleName target) || !(arguments instanceof Tuple given)) {
                    throw in.refusal("an object of something that is not an allowed name", instructionStart);
                }
                stack.push(policy.create(target, given.items(), instructionStart));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private PickleName global(String module, String name) {
        // The two type parameters of orElseThrow would not agree on a wildcard.
        PickleName found = policy.find(module, name).orElse(null);
        if (found == null) {
            throw in.refusal("the global " + module + "." + name, instructionStart);
        }
        return found;
    }

    private void append(List<Object> items) {
        if (!(stack.top() instanceof ArrayList<?> top)) {
            throw in.fault(
                    "the pickle appends to something that is not a list", "a list", PickleValue.kind(stack.top()));
        }
        @SuppressWarnings("unchecked") // every ArrayList on the stack was made here as ArrayList<Object>
        List<Object> list = (List<Object>) top;
        list.addAll(items);
    }

    private void put(List<Object> keysAndValues) {
        if (!(stack.top() instanceof Dict dict) || keysAndValues.size() % 2 != 0) {
            throw in.fault(
                    "the pickle sets items of something that is not a dictionary",
                    "a dictionary",
                    PickleValue.kind(stack.top()));
        }
        putAll(dict.entries(), keysAndValues, in);
    }

    /** Puts alternating keys and values into a dictionary; a key must be plain, because it is hashed. */
    public static void putAll(Map<Object, Object> entries, List<Object> keysAndValues, PickleSource in) {
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            boolean plain = key == null
                    || key instanceof String
                    || key instanceof Long
                    || key instanceof Double
                    || key instanceof Boolean
                    || key instanceof BigInteger;
            if (!plain) {
                throw in.fault("a dictionary key is not plain", "text or a number", PickleValue.kind(key));
            }
            entries.put(key, keysAndValues.get(i + 1));
        }
    }
}
