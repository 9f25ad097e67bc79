package io.spatho.anndata.bundle;

import io.spatho.core.dataset.Platform;
import java.nio.file.Path;
import java.util.List;

/**
 * What a bundle holds, without reading its counts.
 *
 * @param path the bundle
 * @param platform its kind
 * @param items files that would be read, things that are missing, and files that are not read
 * @param notes facts for people, such as the bin sizes of a Visium HD run
 */
public record Inspection(Path path, Platform platform, List<Item> items, List<String> notes) {

    public Inspection {
        items = List.copyOf(items);
        notes = List.copyOf(notes);
    }

    /** How a file stands to the reader. */
    public enum State {
        /** Would be read. */
        FOUND,
        /** Is needed and not there. */
        MISSING,
        /** Would be read if it were there. */
        ABSENT,
        /** Is there and not read. */
        UNUSED
    }

    /**
     * One file or one thing missing.
     *
     * @param role what it is; empty for unused files of no known kind
     * @param name relative name, or the usual names of what is missing
     * @param bytes size, or -1 for what is missing
     * @param state how it stands
     */
    public record Item(String role, String name, long bytes, State state) {}

    /** Whether everything that is needed is there. */
    public boolean isComplete() {
        return items.stream().noneMatch(item -> item.state() == State.MISSING);
    }
}
