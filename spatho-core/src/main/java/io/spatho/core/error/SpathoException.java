package io.spatho.core.error;

/**
 * A failure that spatho can explain: its message is one line that says what was wrong, where, and what to do, and its kind
 * decides the exit code of the command line.
 */
public abstract sealed class SpathoException extends RuntimeException
        permits UsageException, InputException, GuardrailException, ResourceException {

    private static final long serialVersionUID = 1L;

    SpathoException(Problem problem, Throwable cause) {
        super(problem.line(), cause);
    }

    /** The exit code of the command line: 2 usage, 3 bad input, 4 blocked by a guardrail, 5 missing resource. */
    public abstract int exitCode();
}
