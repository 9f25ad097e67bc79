package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.attestation.Envelope;
import io.spatho.core.attestation.RunStatement;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.SpathoException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a run folder with its manifest: every altered, missing or extra file is named, the audit chain and the evidence ids are
 * followed, manifest and log are held against their own digests, and the chain of people's decisions is followed.
 *
 * <p>Cost: every byte of the folder is read once.
 */
public final class RunVerifier {

    private static final Set<String> UNNAMED =
            Set.of(RunFolder.MANIFEST, RunLog.NAME, RunStatement.NAME, Envelope.NAME, DecisionLog.NAME);

    private final Path root;
    private final Optional<PublicKey> key;
    private final List<String> findings = new ArrayList<>();

    private RunVerifier(Path root, Optional<PublicKey> key) {
        this.root = root;
        this.key = key;
    }

    /**
     * What a check found.
     *
     * @param artifacts how many files the manifest names
     * @param findings what is wrong; empty when the folder is exactly what the manifest says
     * @param decisions how many decisions of people lie beside the run
     * @param decisionsHead the end of their chain, to be kept elsewhere by who wants to know that none was taken back
     */
    public record Report(int artifacts, List<String> findings, int decisions, String decisionsHead) {}

    /** Checks a folder, whoever signed it. Fails only when there is no manifest to check against. */
    public static Report verify(Path root) {
        return verify(root, Optional.empty());
    }

    /**
     * Checks a folder and its signature. Fails only when there is no manifest to check against.
     *
     * @param key whose signature the run must carry, if one is asked for
     */
    public static Report verify(Path root, Optional<PublicKey> key) {
        Path manifestFile = root.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(manifestFile)) {
            throw new InputException(Problem.of("no finished run")
                    .at(root)
                    .expected(RunFolder.MANIFEST, Files.isDirectory(root) ? "none in this folder" : "no such folder")
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        return new RunVerifier(root, key).check(manifestFile);
    }

    private Report check(Path manifestFile) {
        JsonNode manifest = StrictJson.read(manifestFile);
        requireOwnFingerprint(RunFolder.MANIFEST, manifest, Manifest.OWN_FINGERPRINT);
        Set<String> named = new TreeSet<>();
        for (JsonNode node : manifest.path("artifacts")) {
            Artifact artifact = Artifact.read(node);
            named.add(artifact.path());
            checkFile(artifact);
        }
        checkLog();
        checkStatement(manifestFile, manifest);
        checkExtras(named);
        checkJournal(manifest);
        DecisionLog decisions = decisions();
        return new Report(
                named.size(), List.copyOf(findings), decisions.decisions().size(), decisions.head());
    }

    private void requireOwnFingerprint(String name, JsonNode document, String field) {
        if (!SelfFingerprint.matches(document, field)) {
            findings.add("altered: " + name + " does not match its own fingerprint");
        }
    }

    private void checkFile(Artifact artifact) {
        Path file = root.resolve(artifact.path()).normalize();
        try {
            if (!file.startsWith(root.normalize()) || !Files.isRegularFile(file)) {
                findings.add("missing: " + artifact.path());
            } else if (Files.size(file) != artifact.bytes()) {
                findings.add("altered: " + artifact.path() + " has " + Files.size(file) + " bytes instead of "
                        + artifact.bytes());
            } else if (!Fingerprint.ofFile(file).sha256().equals(artifact.sha256())) {
                findings.add("altered: " + artifact.path() + " has another SHA-256");
            }
        } catch (IOException e) {
            findings.add("unreadable: " + artifact.path() + ": " + e.getMessage());
        }
    }

    private DecisionLog decisions() {
        try {
            return DecisionLog.read(root.resolve(DecisionLog.NAME));
        } catch (SpathoException e) {
            findings.add("altered: " + e.getMessage());
            return DecisionLog.empty();
        }
    }

    private void checkLog() {
        Path log = root.resolve(RunLog.NAME);
        if (!Files.isRegularFile(log)) {
            findings.add("missing: " + RunLog.NAME);
            return;
        }
        try {
            requireOwnFingerprint(RunLog.NAME, StrictJson.read(log), RunLog.OWN_FINGERPRINT);
        } catch (SpathoException e) {
            findings.add("altered: " + e.getMessage());
        }
    }

    /** The statement must say what the manifest says, and the envelope hold the statement. */
    private void checkStatement(Path manifestFile, JsonNode manifest) {
        try {
            byte[] expected = RunStatement.of(RunFolder.MANIFEST, Files.readAllBytes(manifestFile), manifest);
            Path statement = root.resolve(RunStatement.NAME);
            if (!Files.isRegularFile(statement)) {
                findings.add("missing: " + RunStatement.NAME);
            } else if (!Arrays.equals(expected, Files.readAllBytes(statement))) {
                findings.add("altered: " + RunStatement.NAME + " does not follow from the manifest");
            }
            if (Files.exists(root.resolve(Envelope.NAME))) {
                checkEnvelope(expected);
            } else if (key.isPresent()) {
                findings.add("missing: " + Envelope.NAME + ", the run is not signed");
            }
        } catch (IOException e) {
            findings.add("unreadable: " + e.getMessage());
        }
    }

    private void checkEnvelope(byte[] statement) {
        try {
            JsonNode envelope = StrictJson.read(root.resolve(Envelope.NAME));
            if (!Envelope.holds(envelope, statement)) {
                findings.add("altered: " + Envelope.NAME + " holds another statement");
            }
            if (key.isPresent() && !Envelope.isSignedBy(envelope, key.get())) {
                findings.add("altered: " + Envelope.NAME + " carries no signature of the given key");
            }
        } catch (SpathoException e) {
            findings.add("altered: " + e.getMessage());
        }
    }

    private void checkExtras(Set<String> named) {
        try {
            for (Path file : RunFolder.contents(root)) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (!named.contains(path) && !UNNAMED.contains(path)) {
                    findings.add("extra: " + path);
                }
            }
        } catch (IOException e) {
            findings.add("unreadable: " + e.getMessage());
        }
    }

    private void checkJournal(JsonNode manifest) {
        try {
            Journal journal = Journal.read(root);
            if (journal.events().size() != manifest.path("tool_calls").size()) {
                findings.add("altered: " + Journal.AUDIT + " has a broken chain after line "
                        + journal.events().size());
            }
            Set<String> ids = new TreeSet<>();
            manifest.path("evidence_ids").forEach(id -> ids.add(id.asText()));
            journal.evidence().forEach(evidence -> ids.remove(evidence.id()));
            ids.forEach(id -> findings.add("missing: evidence " + id));
        } catch (SpathoException | IllegalArgumentException e) {
            findings.add("altered: " + e.getMessage());
        }
    }
}
