package io.spatho.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.critic.CriticTool;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.review.DecisionLog;
import io.spatho.core.review.ReviewState;
import io.spatho.core.run.Journal;
import io.spatho.report.review.ReviewInput;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a review is written about: the same from a run that is under way and from one that is finished. */
final class ReviewInputs {

    private static final String CASE = "analysis/case.json";

    private ReviewInputs() {}

    static ReviewInput of(PreparedCase prepared, Journal journal, ArtifactStore store) {
        return new ReviewInput(
                journal.evidence(),
                StrictJson.read(store.locate(CriticTool.REPORT)),
                StrictJson.read(store.locate(CASE)),
                prepared.identity().inputs().stream().map(SourceFile::name).toList(),
                ReviewState.of(DecisionLog.read(store.locate(DecisionLog.NAME)), journal.evidence()),
                List.of());
    }

    static ReviewInput of(ReviewedRun run) {
        if (!Files.isRegularFile(run.folder().resolve(CriticTool.REPORT))) {
            throw new InputException(Problem.of("the run has no critic")
                    .at(run.folder())
                    .fix("Run it again with this version of spatho"));
        }
        List<String> files = new ArrayList<>();
        for (JsonNode input : run.manifest().path("inputs")) {
            files.add(input.path("name").asText());
        }
        return new ReviewInput(
                run.evidence(),
                StrictJson.read(run.folder().resolve(CriticTool.REPORT)),
                StrictJson.read(run.folder().resolve(CASE)),
                files,
                run.state(),
                List.of());
    }
}
