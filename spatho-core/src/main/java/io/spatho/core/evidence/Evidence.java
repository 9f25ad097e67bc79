package io.spatho.core.evidence;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A statement with the rows it rests on: either measured, or derived by a model that is named with its fingerprint. An API that
 * needs measured values takes {@link Measured} and cannot be handed anything else.
 */
public sealed interface Evidence permits Measured, ModelDerived {

    /** What is stated. */
    Statement statement();

    /** {@code ev_} and 32 hexadecimal digits over what is stated, its source, inputs and model: the same on any machine. */
    default String id() {
        return EvidenceJson.id(this);
    }

    /** The object as it stands in {@code evidence.jsonl}. */
    default JsonNode toJson() {
        return EvidenceJson.write(this);
    }
}
