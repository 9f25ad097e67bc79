package io.spatho.anndata.pickle;

import io.spatho.anndata.pickle.PickleValue.Dict;
import java.util.List;

/** An object of a class that the caller allows, as nothing but the data that the pickle gives it: no class stands behind it. */
public final class DataObject {

    private final String type;
    private final List<Object> arguments;
    private Dict state = Dict.empty(false);

    DataObject(String type, List<Object> arguments) {
        this.type = type;
        this.arguments = arguments;
    }

    /** Gives it a state, which is not copied: many objects may share one. */
    void set(Dict attributes) {
        this.state = attributes;
    }

    /** Module and name of the class. */
    public String type() {
        return type;
    }

    /** The class's own name, without its module. */
    public String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** What it was made from. */
    public List<Object> arguments() {
        return arguments;
    }

    /** The attribute of that name; {@code null} when it is absent or None. */
    public Object attribute(String name) {
        return state.entries().get(name);
    }

    @Override
    public String toString() {
        return "an object of " + type;
    }
}
