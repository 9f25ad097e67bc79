package io.spatho.report.section;

import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.review.ReviewDecision;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import java.util.List;

/** Small marks that say where a statement comes from and how it was judged; in words and by shape, not by colour alone. */
final class Badges {

    private Badges() {}

    static Html of(Origin origin) {
        return origin == Origin.MEASURED ? badge("measured", "●", "measured") : badge("model", "◆", "model-derived");
    }

    /** The mark of what is drawn from artifacts; one that is model-derived makes the whole model-derived. */
    static Html ofArtifacts(ReportData data, String... paths) {
        Origin origin = Origin.MEASURED;
        for (String path : paths) {
            if (data.artifact(path).map(Artifact::origin).orElse(Origin.MEASURED) == Origin.MODEL_DERIVED) {
                origin = Origin.MODEL_DERIVED;
            }
        }
        return of(origin);
    }

    /** The mark of what rests on several pieces of evidence. */
    static Html ofEvidence(List<Evidence> evidence) {
        return of(evidence.stream().anyMatch(ModelDerived.class::isInstance) ? Origin.MODEL_DERIVED : Origin.MEASURED);
    }

    static Html of(QcStatus status) {
        return switch (status) {
            case PASS -> badge("pass", "✓", "checks passed");
            case WARN -> badge("warn", "!", "use with care");
            case FAIL -> badge("fail", "✕", "checks failed");
            case NOT_ASSESSED -> badge("none", "?", "not checked");
        };
    }

    static Html of(Verdict.Outcome outcome) {
        return switch (outcome) {
            case PASS -> badge("pass", "✓", "passed");
            case WARN -> badge("warn", "!", "warning");
            case ESCALATE -> badge("warn", "▲", "for a person to see");
            case BLOCK -> badge("fail", "✕", "blocked");
        };
    }

    static Html of(ReviewDecision.Kind decision) {
        return switch (decision) {
            case APPROVE -> badge("pass", "✓", "approved by a person");
            case REJECT -> badge("fail", "✕", "rejected by a person");
            case RELABEL -> badge("warn", "✎", "relabelled by a person");
        };
    }

    /** Words that a language model wrote. */
    static Html writtenByModel() {
        return badge("model", "◆", "written by a model, not a diagnosis");
    }

    /** Words that follow from the evidence by rules. */
    static Html writtenByRules() {
        return badge("measured", "●", "written by rules");
    }

    static Html notJudged() {
        return badge("none", "–", "not judged in this run");
    }

    private static Html badge(String kind, String sign, String words) {
        return Html.element("span", "badge " + kind)
                .add(Html.element("span").attribute("aria-hidden", "true").text(sign))
                .text(" " + words);
    }
}
