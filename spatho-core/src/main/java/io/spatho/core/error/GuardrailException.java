package io.spatho.core.error;

/** A guardrail refused the result. Exit code 4. */
public final class GuardrailException extends SpathoException {

    private static final long serialVersionUID = 1L;

    /** A failure without an underlying exception. */
    public GuardrailException(Problem problem) {
        super(problem, null);
    }

    /** A failure that another exception caused. */
    public GuardrailException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public int exitCode() {
        return 4;
    }
}
