package io.spatho.cli.mcp;

import java.io.PrintWriter;

/** Runs a command line of spatho in this process and returns its exit code. */
@FunctionalInterface
public interface CommandRunner {
    /** Results go to {@code out}, everything else to {@code err}. */
    int execute(PrintWriter out, PrintWriter err, String... words);
}
