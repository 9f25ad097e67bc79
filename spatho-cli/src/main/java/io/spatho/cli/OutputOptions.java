package io.spatho.cli;

import io.spatho.core.attestation.KeyFiles;
import io.spatho.core.run.RunFolder.Existing;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a run goes, what happens to what lies there, who signs it and how the result is printed. */
class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The folder to make.")
    Path output;

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

    /** Whether the result is wanted as JSON. */
    boolean json() {
        return json;
    }

    /** The key that signs the run; a file that holds none is refused before anything is read or written. */
    Optional<PrivateKey> key() {
        return signingKey.map(KeyFiles::privateKey);
    }

    /** The same as words of a command line. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("-o", output.toString()));
        signingKey.ifPresent(file -> words.add("--sign=" + file));
        if (whenExisting.force) {
            words.add("--force");
        }
        if (whenExisting.resume) {
            words.add("--resume");
        }
        if (json) {
            words.add("--json");
        }
        return words;
    }
}
