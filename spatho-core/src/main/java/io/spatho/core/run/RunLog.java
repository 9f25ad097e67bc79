package io.spatho.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.json.CanonicalJson;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code run_log.json}: the one file that differs between equal runs (times, host, threads). It carries a digest of itself, so that
 * it cannot be altered unnoticed either.
 */
public final class RunLog {

    /** The file's name. */
    public static final String NAME = "run_log.json";

    static final String OWN_FINGERPRINT = "log_fingerprint";

    private RunLog() {}

    /** Writes the log. */
    public static void write(Path folder, ObjectNode log) {
        SelfFingerprint.put(log, OWN_FINGERPRINT);
        DurableFiles.write(folder.resolve(NAME), file -> Files.write(file, CanonicalJson.document(log)));
    }
}
