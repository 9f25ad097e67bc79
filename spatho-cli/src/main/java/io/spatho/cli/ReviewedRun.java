package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewState;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished run with what people decided about it.
 *
 * @param folder its folder
 * @param manifest its manifest
 * @param evidence its evidence
 * @param state the decisions that hold
 */
record ReviewedRun(Path folder, JsonNode manifest, List<Evidence> evidence, ReviewState state) {

    static ReviewedRun read(Path folder) {
        Path manifest = folder.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw new InputException(Problem.of("no finished run")
                    .at(folder)
                    .fix("Name the output folder of a run, or finish the run with --resume"));
        }
        List<Evidence> evidence = Journal.read(folder).evidence();
        return new ReviewedRun(
                folder,
                StrictJson.read(manifest),
                evidence,
                ReviewState.of(DecisionLog.read(folder.resolve(DecisionLog.NAME)), evidence));
    }

    String runId() {
        return manifest.path("run_id").asText();
    }

    /** The evidence whose id begins so. */
    Evidence only(String id) {
        List<Evidence> found =
                evidence.stream().filter(item -> item.id().startsWith(id)).toList();
        if (found.size() != 1) {
            throw new UsageException(Problem.of(
                            found.isEmpty() ? "no evidence has this id" : "several pieces of evidence begin like this")
                    .at(id)
                    .fix("spatho review-queue lists the ids"));
        }
        return found.get(0);
    }
}
