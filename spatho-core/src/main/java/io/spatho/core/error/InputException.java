package io.spatho.core.error;

/** An input file is missing, broken or contradicts another. Exit code 3. */
public final class InputException extends SpathoException {

    private static final long serialVersionUID = 1L;

    /** A failure without an underlying exception. */
    public InputException(Problem problem) {
        super(problem, null);
    }

    /** A failure that another exception caused. */
    public InputException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public int exitCode() {
        return 3;
    }
}
