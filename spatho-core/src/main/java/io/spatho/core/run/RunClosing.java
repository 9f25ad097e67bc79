package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.artifact.Origin;
import io.spatho.core.attestation.Envelope;
import io.spatho.core.attestation.RunStatement;
import io.spatho.core.error.Problem;
import io.spatho.core.error.ResourceException;
import io.spatho.core.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Closes a run: files of an earlier run that this one did not make are removed, the RO-Crate and the log are written, then the manifest, and the statement that vouches for it. */
public final class RunClosing {

    private final RunFolder folder;
    private final RunIdentity identity;
    private final PlanRunner runner;

    /** Closes what {@code runner} has done in {@code folder}. */
    public RunClosing(RunFolder folder, RunIdentity identity, PlanRunner runner) {
        this.folder = folder;
        this.identity = identity;
        this.runner = runner;
    }

    /**
     * Writes the closing documents.
     *
     * @param caseJson name, platform and sizes of the case, for manifest and RO-Crate
     * @param further files that no step wrote, such as the effective configuration
     * @param log what differs between equal runs
     * @param key signs the statement on the run, where there is one
     * @return every artifact of the run
     */
    public List<Artifact> close(JsonNode caseJson, List<Artifact> further, ObjectNode log, Optional<PrivateKey> key) {
        List<Artifact> artifacts = new ArrayList<>(further);
        runner.journal().events().forEach(event -> artifacts.addAll(event.artifacts()));
        FolderStore store = runner.store();
        artifacts.add(describe(Journal.AUDIT));
        artifacts.add(describe(Journal.EVIDENCE));
        artifacts.add(store.json(
                RoCrate.NAME,
                Origin.MEASURED,
                RoCrate.of(identity, caseJson, runner.journal().events(), List.copyOf(artifacts))));
        removeLeftovers(artifacts);
        RunLog.write(folder.root(), log);
        JsonNode manifest = Manifest.of(identity, caseJson, runner.journal(), artifacts);
        byte[] bytes = CanonicalJson.document(manifest);
        write(RunFolder.MANIFEST, bytes);
        byte[] statement = RunStatement.of(RunFolder.MANIFEST, bytes, manifest);
        write(RunStatement.NAME, statement);
        key.ifPresent(signing -> write(Envelope.NAME, Envelope.sign(statement, signing)));
        return List.copyOf(artifacts);
    }

    private void write(String name, byte[] bytes) {
        DurableFiles.write(folder.root().resolve(name), file -> Files.write(file, bytes));
    }

    private Artifact describe(String name) {
        return FolderStore.describe(folder.root(), name, "application/jsonl", -1, Origin.MEASURED);
    }

    private void removeLeftovers(List<Artifact> artifacts) {
        Set<String> kept = new HashSet<>();
        artifacts.forEach(artifact -> kept.add(artifact.path()));
        for (String path : runner.earlierArtifacts()) {
            Path file = folder.root().resolve(path);
            try {
                if (!kept.contains(path)) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new ResourceException(
                        Problem.of("cannot remove a file of an earlier run").at(file), e);
            }
        }
    }
}
