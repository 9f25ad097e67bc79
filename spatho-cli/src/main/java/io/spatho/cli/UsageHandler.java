package io.spatho.cli;

import io.spatho.core.error.SpathoException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that makes no sense with one line, the nearest names, and where help is. */
final class UsageHandler implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        Optional<SpathoException> known = known(failure);
        if (known.isPresent()) {
            line.getErr().println("spatho: " + known.get().getMessage());
            return known.get().exitCode();
        }
        StringBuilder message = new StringBuilder("spatho: ").append(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> nearest = nearest(unmatched);
            if (!nearest.isEmpty()) {
                message.append(". Did you mean ")
                        .append(String.join(" or ", nearest))
                        .append('?');
            }
        }
        line.getErr().println(message);
        line.getErr().println("Help: " + line.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static List<String> nearest(UnmatchedArgumentException unmatched) {
        CommandLine.Model.CommandSpec command = unmatched.getCommandLine().getCommandSpec();
        String typed = unmatched.getUnmatched().get(0).split("=", 2)[0];
        return NearestNames.of(
                typed,
                unmatched.isUnknownOption()
                        ? command.optionsMap().keySet()
                        : command.subcommands().keySet());
    }

    /** What our own reading of an option's value, or of the config file behind it, found wrong. */
    private static Optional<SpathoException> known(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SpathoException.class::isInstance)
                .map(SpathoException.class::cast)
                .findFirst();
    }
}
