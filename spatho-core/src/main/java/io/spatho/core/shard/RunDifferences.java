package io.spatho.core.shard;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.run.RunIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says why two runs are not the same run, by the first thing that differs. */
final class RunDifferences {

    private static final int DIGITS = 12;

    private RunDifferences() {}

    /** The identity that a manifest states. */
    static RunIdentity identity(JsonNode manifest) {
        List<SourceFile> inputs = new ArrayList<>();
        for (JsonNode input : manifest.path("inputs")) {
            inputs.add(new SourceFile(
                    input.path("role").asText(),
                    input.path("name").asText(),
                    input.path("bytes").asLong(),
                    input.path("sha256").asText()));
        }
        return new RunIdentity(
                manifest.path("spatho_version").asText(),
                manifest.path("seed").asLong(),
                manifest.path("config"),
                inputs);
    }

    static void require(String what, Path folder, RunIdentity expected, RunIdentity found) {
        if (expected.runId().equals(found.runId())) {
            return;
        }
        requireEqual(what, folder, "spatho", expected.spathoVersion(), found.spathoVersion());
        requireEqual(what, folder, "seed", expected.seed(), found.seed());
        Set<String> keys = new TreeSet<>();
        expected.config().fieldNames().forEachRemaining(keys::add);
        found.config().fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            requireEqual(
                    what,
                    folder,
                    "option " + key,
                    expected.config().path(key).asText("not given"),
                    found.config().path(key).asText("not given"));
        }
        int most = Math.max(expected.inputs().size(), found.inputs().size());
        for (int i = 0; i < most; i++) {
            requireEqual(what, folder, "input", input(expected, i), input(found, i));
        }
        requireEqual(what, folder, "run", expected.runId(), found.runId());
    }

    private static String input(RunIdentity identity, int number) {
        if (number >= identity.inputs().size()) {
            return "none";
        }
        SourceFile file = identity.inputs().get(number);
        return file.name() + " (SHA-256 "
                + file.sha256().substring(0, Math.min(DIGITS, file.sha256().length())) + "…)";
    }

    private static void requireEqual(String what, Path folder, String part, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new InputException(Problem.of(what)
                    .at(folder)
                    .expected(part + " " + expected, found)
                    .fix("Shards are put together with the same inputs, options, seed and version that made them"));
        }
    }
}
