package io.spatho.core.tool;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tools that there are, by name: exactly one object for each. */
public final class ToolRegistry {

    private final Map<String, Tool<?, ?>> tools = new TreeMap<>();

    /** A registry of the tools named; two tools of one name are refused. */
    public ToolRegistry(List<Tool<?, ?>> all) {
        for (Tool<?, ?> tool : all) {
            if (tools.put(tool.id().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools are called " + tool.id().name());
            }
        }
    }

    /** All tools by name, in order of names. */
    public Collection<Tool<?, ?>> all() {
        return Collections.unmodifiableCollection(tools.values());
    }

    /** The tool of a class that is registered. */
    public <T extends Tool<?, ?>> T get(Class<T> kind) {
        return tools.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tool " + kind.getSimpleName() + " is registered"));
    }
}
