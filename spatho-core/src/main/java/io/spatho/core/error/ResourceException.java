package io.spatho.core.error;

/** A device, checkpoint, endpoint or disk that the work needs is missing. Exit code 5. */
public final class ResourceException extends SpathoException {

    private static final long serialVersionUID = 1L;

    /** A failure without an underlying exception. */
    public ResourceException(Problem problem) {
        super(problem, null);
    }

    /** A failure that another exception caused. */
    public ResourceException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public int exitCode() {
        return 5;
    }
}
