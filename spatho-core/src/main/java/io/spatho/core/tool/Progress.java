package io.spatho.core.tool;

/** Hears how far the work is. Implementations must be cheap and may be called from any thread. */
public interface Progress {

    /** Hears nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void step(int number, int of, String title) {}

        @Override
        public void advance(long done, long total) {}

        @Override
        public void note(String line) {}
    };

    /** A step begins. */
    void step(int number, int of, String title);

    /** The step has done {@code done} of {@code total}. */
    void advance(long done, long total);

    /** Something a person should read now, on one line. */
    void note(String line);
}
