package io.spatho.cli;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What is made of findings that are unusual but not wrong. */
final class ValidationChoice {

    /** How much is let pass. */
    enum Mode {
        /** Warnings are refused as errors are. */
        STRICT,
        /** Warnings are said. */
        LENIENT
    }

    @Option(
            names = "--validation",
            paramLabel = "MODE",
            defaultValue = "lenient",
            description = "strict (warnings are refused, exit code 3) or lenient (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    boolean isStrict() {
        return mode == Mode.STRICT;
    }

    /** Refuses a case that was read with warnings, when that was asked for. */
    void require(Path bundle, List<String> warnings) {
        if (isStrict() && !warnings.isEmpty()) {
            throw new InputException(Problem.of("strict validation: " + warnings.get(0))
                    .at(bundle)
                    .expected("no warnings", warnings.size() + ": " + String.join("; ", warnings))
                    .fix("Mend the input, or use --validation lenient"));
        }
    }
}
