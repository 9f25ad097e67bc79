package io.spatho.anndata.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.tree.TreeObject;

/** A group or array that is being written; attributes may be added until {@link ZarrWriter#finish}. */
public abstract sealed class ZarrObject implements TreeObject permits ZarrGroup, ZarrArray {

    private final ZarrWriter writer;
    private final String path;
    private final ObjectNode attributes = JsonNodeFactory.instance.objectNode();

    ZarrObject(ZarrWriter writer, String path) {
        this.writer = writer;
        this.path = path;
    }

    final ZarrWriter writer() {
        return writer;
    }

    /** The path in the store; empty for the root. */
    final String path() {
        return path;
    }

    /** The whole metadata document. */
    final ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("zarr_format", 3);
        describe(document);
        document.set("attributes", attributes);
        return document;
    }

    /** Adds what is particular to this kind of object. */
    abstract void describe(ObjectNode document);

    /** Sets an attribute to any JSON value; the first of a name counts, a second one is a programming mistake. */
    public final void attribute(String name, JsonNode value) {
        if (attributes.has(name)) {
            throw new IllegalArgumentException("attribute " + name + " is set twice");
        }
        attributes.set(name, value);
    }

    @Override
    public final void attribute(String name, String value) {
        attribute(name, attributes.textNode(value));
    }

    @Override
    public final void attribute(String name, String[] values) {
        ArrayNode list = attributes.arrayNode();
        for (String value : values) {
            list.add(value);
        }
        attribute(name, list);
    }

    @Override
    public final void attribute(String name, int value) {
        attribute(name, attributes.numberNode(value));
    }

    @Override
    public final void attribute(String name, long value) {
        attribute(name, attributes.numberNode(value));
    }

    @Override
    public final void attribute(String name, double value) {
        attribute(name, attributes.numberNode(value));
    }

    @Override
    public final void attribute(String name, boolean value) {
        attribute(name, attributes.booleanNode(value));
    }

    @Override
    public final void attribute(String name, int[] values) {
        ArrayNode list = attributes.arrayNode();
        for (int value : values) {
            list.add(value);
        }
        attribute(name, list);
    }

    @Override
    public final void attribute(String name, long[] values) {
        ArrayNode list = attributes.arrayNode();
        for (long value : values) {
            list.add(value);
        }
        attribute(name, list);
    }
}
