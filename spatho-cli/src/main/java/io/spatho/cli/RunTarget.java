package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.attestation.KeyFiles;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.run.RunFolder.Existing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a run goes, what happens when it is there already, and what is printed of it. */
final class RunTarget {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The folder to make.")
    Path output;

    /** Read by {@link ConfigDefaults} before the other options get their values. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with defaults for these options (key n_neighbors for --n-neighbors).")
    private Path config;

    @ArgGroup
    private WhenExisting whenExisting = new WhenExisting();

    @Option(
            names = "--sign",
            paramLabel = "KEY",
            description = "Ed25519 private key (PEM) that signs the statement on the run.")
    private Optional<Path> signingKey = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** What to do when the output folder exists; one of the two at most. */
    static final class WhenExisting {
        @Option(names = "--force", description = "Replace the run that the output folder holds.")
        private boolean force;

        @Option(names = "--resume", description = "Go on with the run that the output folder holds.")
        private boolean resume;
    }

    /** What to do when the output folder exists. */
    Existing existing() {
        if (whenExisting.force) {
            return Existing.REPLACE;
        }
        return whenExisting.resume ? Existing.RESUME : Existing.REFUSE;
    }

    /** The key that signs the run; a file that holds none is refused before anything is read or written. */
    Optional<PrivateKey> key() {
        return signingKey.map(KeyFiles::privateKey);
    }

    /** Prints what a run left. */
    void print(CaseRun.Outcome outcome, PrintWriter out) {
        if (!json) {
            out.println(outcome.report());
            return;
        }
        ObjectNode node = CanonicalJson.object();
        node.put("run_id", outcome.runId());
        node.put("report", outcome.report().toString());
        node.put("artifacts", outcome.artifacts());
        node.put("evidence", outcome.evidence());
        out.println(CanonicalJson.line(node));
    }
}
