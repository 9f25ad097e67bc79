package io.spatho.report.difference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunFolder;
import io.spatho.core.table.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two finished runs: settings and inputs, guardrails, evidence, and every artifact by its content.
 *
 * <p>Tables are compared row by row and column by column, JSON documents value by value, other files, and files that one of the folders no longer keeps, by their
 * digests. The report, the
 * RO-Crate, the journal and the effective configuration are left out, because they only repeat the rest.
 *
 * <p>Cost: artifacts of equal digest are not read; otherwise two tables are in memory at a time.
 */
public final class RunDifference {

    private static final Set<String> REPEATING =
            Set.of("report.html", "ro-crate-metadata.json", "config.effective.yaml", Journal.AUDIT, Journal.EVIDENCE);
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String JSON = "application/json";

    private final Path before;
    private final Path after;
    private final TableFormat tables;
    private final Tolerances tolerances;
    private final List<Change> changes = new ArrayList<>();

    private RunDifference(Path before, Path after, TableFormat tables, Tolerances tolerances) {
        this.before = before;
        this.after = after;
        this.tables = tables;
        this.tolerances = tolerances;
    }

    /**
     * Compares two run folders.
     *
     * @return what differs, in the order of {@link Change.Kind}; empty when the runs say the same
     * @throws InputException when one of the folders holds no finished run, or a file of it cannot be read
     */
    public static List<Change> between(Path before, Path after, TableFormat tables, Tolerances tolerances) {
        return new RunDifference(before, after, tables, tolerances).compare();
    }

    private List<Change> compare() {
        JsonNode a = manifest(before);
        JsonNode b = manifest(after);
        settings(a, b);
        inputs(a, b);
        artifacts(a, b);
        new DocumentDifference(Change.Kind.GUARDRAIL, tolerances, changes::add)
                .compare("guardrails", "", verdicts(a), verdicts(b));
        new EvidenceDifference(tolerances, changes::add)
                .compare(Journal.read(before).evidence(), Journal.read(after).evidence());
        return changes.stream()
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .toList();
    }

    private static JsonNode manifest(Path run) {
        Path file = run.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.of("no finished run")
                    .at(run)
                    .expected(RunFolder.MANIFEST, Files.isDirectory(run) ? "none in this folder" : "no such folder")
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        return StrictJson.read(file);
    }

    private void settings(JsonNode a, JsonNode b) {
        DocumentDifference settings = new DocumentDifference(Change.Kind.SETTING, Tolerances.exact(), changes::add);
        settings.compare("spatho_version", "", a.path("spatho_version"), b.path("spatho_version"));
        settings.compare("config", "", a.path("config"), b.path("config"));
    }

    private void inputs(JsonNode a, JsonNode b) {
        new DocumentDifference(Change.Kind.INPUT, Tolerances.exact(), changes::add)
                .compare("inputs", "", byRole(a), byRole(b));
    }

    private static JsonNode byRole(JsonNode manifest) {
        ObjectNode roles = CanonicalJson.object();
        for (JsonNode input : manifest.path("inputs")) {
            String role = input.path("role").asText() + " " + input.path("name").asText();
            roles.put(role, input.path("sha256").asText());
        }
        return roles;
    }

    private static JsonNode verdicts(JsonNode manifest) {
        ObjectNode verdicts = CanonicalJson.object();
        for (JsonNode verdict : manifest.path("guardrails").path("verdicts")) {
            String place = verdict.path("name").asText() + " "
                    + verdict.path("subject").asText().replace('/', ' ');
            verdicts.put(place, verdict.path("verdict").asText());
        }
        return verdicts;
    }

    private void artifacts(JsonNode a, JsonNode b) {
        Map<String, Artifact> earlier = byPath(a);
        Map<String, Artifact> later = byPath(b);
        Set<String> paths = new TreeSet<>(earlier.keySet());
        paths.addAll(later.keySet());
        paths.removeAll(REPEATING);
        for (String path : paths) {
            if (!earlier.containsKey(path) || !later.containsKey(path)) {
                changes.add(new Change(
                        Change.Kind.ARTIFACT,
                        path,
                        earlier.containsKey(path) ? "there" : "",
                        later.containsKey(path) ? "there" : ""));
            } else if (!earlier.get(path).sha256().equals(later.get(path).sha256())) {
                content(earlier.get(path), later.get(path));
            }
        }
    }

    private static Map<String, Artifact> byPath(JsonNode manifest) {
        Map<String, Artifact> artifacts = new TreeMap<>();
        manifest.path("artifacts").forEach(node -> {
            Artifact artifact = Artifact.read(node);
            artifacts.put(artifact.path(), artifact);
        });
        return artifacts;
    }

    private void content(Artifact a, Artifact b) {
        String path = a.path();
        if (!isKept(path)) {
            changes.add(new Change(Change.Kind.ARTIFACT, path, "sha256 " + a.sha256(), "sha256 " + b.sha256()));
        } else if (a.mediaType().equals(PARQUET) && b.mediaType().equals(PARQUET)) {
            new TableDifference(path, tolerances, changes::add)
                    .compare(tables.read(before.resolve(path)), tables.read(after.resolve(path)));
        } else if (a.mediaType().equals(JSON) && b.mediaType().equals(JSON)) {
            new DocumentDifference(Change.Kind.DOCUMENT, tolerances, changes::add)
                    .compare(path, "", StrictJson.read(before.resolve(path)), StrictJson.read(after.resolve(path)));
        } else {
            changes.add(new Change(Change.Kind.ARTIFACT, path, "sha256 " + a.sha256(), "sha256 " + b.sha256()));
        }
    }

    /** A stored expected run keeps of its large files only what the manifest says. */
    private boolean isKept(String path) {
        return Files.isRegularFile(before.resolve(path)) && Files.isRegularFile(after.resolve(path));
    }
}
