package io.spatho.cli;

import io.spatho.core.error.FileTrouble;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.error.SpathoException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
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
        return answer(failure, line);
    }

    /** What was thrown, as a line and an exit code; errors such as a lack of memory come here too. */
    int answer(Throwable failure, CommandLine line) {
        Optional<SpathoException> known = known(failure);
        line.getErr()
                .println("spatho: "
                        + known.map(Throwable::getMessage).orElseGet(() -> Problem.of("unexpected failure: "
                                        + failure.getClass().getSimpleName() + ": " + failure.getMessage())
                                .fix("Please report it with the output of the same command and --debug")
                                .line()));
        if (debug.getAsBoolean()) {
            failure.printStackTrace(line.getErr());
        }
        return known.map(SpathoException::exitCode).orElse(CommandLine.ExitCode.SOFTWARE);
    }

    private static Optional<SpathoException> known(Throwable failure) {
        if (failure instanceof SpathoException known) {
            return Optional.of(known);
        }
        if (failure instanceof OutOfMemoryError) {
            return Optional.of(new ResourceException(Problem.of("not enough memory")
                    .expected(
                            "more than the " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB this process may use",
                            String.valueOf(failure.getMessage()))
                    .fix("Set SPATHO_JAVA_OPTS=-Xmx16g or as much as the machine has; --resume continues a run")));
        }
        return FileTrouble.in(failure)
                .map(trouble -> new ResourceException(
                        Problem.of("cannot read or write a file: " + FileTrouble.words(trouble))
                                .at(place(trouble))
                                .fix("Check that it is there, free space and permissions"),
                        trouble));
    }

    private static String place(IOException trouble) {
        return trouble instanceof FileSystemException named && named.getFile() != null ? named.getFile() : "";
    }
}
