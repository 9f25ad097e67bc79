package io.spatho.cli.corpus;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One way to break an input.
 *
 * @param kind the class of damage, for the counts
 * @param file the file that is damaged
 * @param detail what sets it apart from others of its kind
 * @param work breaks a sound copy in a folder
 */
record Damage(String kind, String file, String detail, Work work) {

    /** Changes files in a folder. */
    @FunctionalInterface
    interface Work {
        void on(Path folder) throws IOException;
    }
}
