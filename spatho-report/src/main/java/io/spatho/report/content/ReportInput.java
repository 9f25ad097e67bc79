package io.spatho.report.content;

import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.review.ReviewState;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a report is made from.
 *
 * @param run which run
 * @param subject which case
 * @param findings evidence, claims, verdicts
 * @param provenance inputs, tool calls, artifacts, models
 * @param remarks warnings, and what was left out
 * @param store where the tables and documents listed in {@code provenance} are read from
 * @param underlay a picture to lay under the tissue map
 * @param decisions what people decided about the evidence
 */
public record ReportInput(
        RunIdentity run,
        CaseDescription subject,
        Findings findings,
        Provenance provenance,
        Remarks remarks,
        ArtifactStore store,
        Optional<Underlay> underlay,
        ReviewState decisions) {

    public ReportInput {
        Objects.requireNonNull(run);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(findings);
        Objects.requireNonNull(provenance);
        Objects.requireNonNull(remarks);
        Objects.requireNonNull(store);
        Objects.requireNonNull(underlay);
        Objects.requireNonNull(decisions);
    }

    /** A report on a run that nobody has decided anything about. */
    public ReportInput(
            RunIdentity run,
            CaseDescription subject,
            Findings findings,
            Provenance provenance,
            Remarks remarks,
            ArtifactStore store,
            Optional<Underlay> underlay) {
        this(run, subject, findings, provenance, remarks, store, underlay, ReviewState.none());
    }
}
