package io.spatho.core.tool;

/**
 * A tool's name and the version of its method; the version changes whenever the same request would give another result.
 *
 * @param name such as {@code cluster_expression}
 * @param version such as {@code 1.0}
 */
public record ToolId(String name, String version) {

    /** {@code name@version}, the source that evidence names. */
    @Override
    public String toString() {
        return name + "@" + version;
    }
}
