package io.spatho.stgpt.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls into the native library come to their end before the process does.
 *
 * <p>When a process is told to end (Ctrl-C, a scheduler's SIGTERM, an error on one of several threads), Java leaves its daemon threads
 * where they are and the C library destroys PyTorch's global objects under them; a thread that asks for gradients just then jumps to
 * address 0, and the process dies of SIGSEGV instead of ending as told. Seen with libtorch 2.7.1 in {@code
 * at::accelerator::getAccelerator}, whose hooks are such objects. So a shutdown hook waits for the calls that run and lets no other
 * begin.
 */
final class NativeCalls {

    private static final long LONGEST_WAIT_SECONDS = 30;
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock(true);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(NativeCalls::shut, "spatho-native-calls"));
    }

    private NativeCalls() {}

    static void enter() {
        GATE.readLock().lock();
    }

    static void leave() {
        GATE.readLock().unlock();
    }

    /** Keeps the gate shut for what is left of the process. */
    private static void shut() {
        try {
            // A call that takes longer is better cut than waited for.
            boolean shut = GATE.writeLock().tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            assert shut || GATE.getReadLockCount() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
