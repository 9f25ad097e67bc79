package io.spatho.cli;

/** Where the process starts. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(SpathoCommand.execute(arguments));
    }
}
