package io.spatho.anndata;

import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder and two workers for each test of a class. */
public abstract class WorkingFolder {

    /** The folder, which goes with the test. */
    @TempDir
    protected Path folder;

    /** Workers that are closed after the test. */
    protected Workers workers;

    @BeforeEach
    final void startWorkers() {
        workers = new Workers(2);
    }

    @AfterEach
    final void stopWorkers() {
        workers.close();
    }
}
