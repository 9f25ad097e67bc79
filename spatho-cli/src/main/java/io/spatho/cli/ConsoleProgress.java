package io.spatho.cli;

import io.spatho.core.tool.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress for people on standard error: a line that redraws itself on a terminal, plain lines elsewhere and where
 * {@code NO_COLOR} is set. Whether standard error is a terminal is said by the launcher, because Java cannot tell.
 */
final class ConsoleProgress implements Progress {

    private static final long REDRAW_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;
    private static final int BAR = 24;

    private final PrintWriter err;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private String head = "";
    private long lastDrawn;
    private boolean open;

    ConsoleProgress(PrintWriter err) {
        this.err = err;
        this.terminal = Boolean.getBoolean("spatho.terminal") && System.getenv("NO_COLOR") == null;
    }

    @Override
    public synchronized void step(int number, int of, String title) {
        endLine();
        head = String.format(Locale.ROOT, "[%2d/%2d] %s", number, of, title);
        err.println(oneLine(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), head)));
        lastDrawn = System.nanoTime();
    }

    @Override
    public synchronized void advance(long done, long total) {
        long now = System.nanoTime();
        if (now - lastDrawn < (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        lastDrawn = now;
        double share = total > 0 ? Math.min(1, (double) done / total) : 0;
        if (terminal) {
            int filled = (int) (share * BAR);
            err.print(String.format(
                    Locale.ROOT,
                    "\r%6.1f s  [%s%s] %3.0f %%",
                    seconds(),
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    share * 100));
            err.flush();
            open = true;
        } else {
            err.println(String.format(Locale.ROOT, "%6.1f s  %s: %.0f %%", seconds(), head, share * 100));
        }
    }

    @Override
    public synchronized void note(String line) {
        endLine();
        err.println("          " + oneLine(line));
    }

    /** Names of files and cells may hold line ends, which would make a second line of their own words. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n\\u2028\\u2029]+", " ");
    }

    private void endLine() {
        if (open) {
            err.print("\r" + " ".repeat(BAR + 24) + "\r");
            open = false;
        }
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
