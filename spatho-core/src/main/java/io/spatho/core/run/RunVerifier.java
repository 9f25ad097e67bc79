package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.SpathoException;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a run folder with its manifest: every altered, missing or extra file is named, the audit chain and the evidence ids are
 * followed, and manifest and log are held against their own digests.
 *
 * <p>Cost: every byte of the folder is read once.
 */
public final class RunVerifier {

    private final Path root;
    private final List<String> findings = new ArrayList<>();

    private RunVerifier(Path root) {
        this.root = root;
    }

    /** What a check found; empty when the folder is exactly what the manifest says. */
    public record Report(int artifacts, List<String> findings) {}

    /** Checks a folder. Fails only when there is no manifest to check against. */
    public static Report verify(Path root) {
        Path manifestFile = root.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(manifestFile)) {
            throw new InputException(Problem.of("no finished run")
                    .at(root)
                    .expected(RunFolder.MANIFEST, Files.isDirectory(root) ? "none in this folder" : "no such folder")
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        return new RunVerifier(root).check(manifestFile);
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
        checkExtras(named);
        checkJournal(manifest);
        return new Report(named.size(), List.copyOf(findings));
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

    private void checkExtras(Set<String> named) {
        try {
            for (Path file : RunFolder.contents(root)) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (!named.contains(path) && !path.equals(RunFolder.MANIFEST) && !path.equals(RunLog.NAME)) {
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
