package io.spatho.cli;

import io.spatho.core.error.SpathoException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line on standard error and an exit code; the stack trace is for {@code --debug} only. */
final class FailureHandler implements IExecutionExceptionHandler {

    private final BooleanSupplier debug;

    FailureHandler(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        if (failure instanceof SpathoException known) {
            line.getErr().println("spatho: " + known.getMessage());
        } else {
            String kind = failure.getClass().getSimpleName();
            line.getErr()
                    .println("spatho: unexpected failure: " + kind + ": "
                            + String.valueOf(failure.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                            + ". Please report it with the output of the same command and --debug");
        }
        if (debug.getAsBoolean()) {
            failure.printStackTrace(line.getErr());
        }
        return failure instanceof SpathoException known ? known.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }
}
