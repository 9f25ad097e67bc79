package io.spatho.core.error;

/** The command or a parameter does not make sense. Exit code 2. */
public final class UsageException extends SpathoException {

    private static final long serialVersionUID = 1L;

    /** A failure without an underlying exception. */
    public UsageException(Problem problem) {
        super(problem, null);
    }

    /** A failure that another exception caused. */
    public UsageException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
