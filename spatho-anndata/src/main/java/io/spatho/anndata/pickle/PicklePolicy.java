package io.spatho.anndata.pickle;

import java.util.List;
import java.util.Optional;

/**
 * Which names a pickle may mention, and what the values are that calls of them make.
 *
 * <p>A policy is data in, data out: it must never look up a class, open a file or run anything by a name that it is given. Every
 * failure is made by {@link PickleSource#fault} or {@link PickleSource#refusal}.
 */
public interface PicklePolicy {

    /** How much of the instruction set a kind of file needs. */
    enum Instructions {
        /** What {@code torch.save} writes: protocols 2 to 5 without bytes and without objects made by NEWOBJ. */
        PLAIN,
        /** Protocols 0 to 5 with text numbers, bytes, duplicates and objects. */
        ALL
    }

    /** The instructions that are understood; every other one is refused. */
    Instructions instructions();

    /** The name, if it is allowed. */
    Optional<? extends PickleName> find(String module, String name);

    /** What a call of an allowed name makes; {@code place} is the position for a refusal. */
    Object call(PickleName target, List<Object> arguments, int place);

    /** What a new object of an allowed class is; with {@link Instructions#ALL} only. */
    Object create(PickleName type, List<Object> arguments, int place);

    /** Gives a state to a value that a call or {@link #create} made. */
    void build(Object target, Object state, int place);

    /** The value of a persistent id. */
    Object persistent(Object id, int place);
}
