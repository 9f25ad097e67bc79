package io.spatho.report.section;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.QcStatus;
import io.spatho.report.content.Claim;
import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import io.spatho.report.text.Numbers;
import java.util.List;

/** Sentences, each with the evidence that it rests on. */
final class ClaimsSection implements Section {

    @Override
    public String id() {
        return "claims";
    }

    @Override
    public String title() {
        return "What was found";
    }

    @Override
    public Html body(ReportData data) {
        Html body = Html.group(legend());
        List<Claim> claims = data.evidence().claims();
        if (claims.isEmpty()) {
            body.add(Blocks.note("No sentence of this run rests on evidence, so there is nothing to state."));
        } else {
            Html list = Html.element("ol", "claims");
            claims.forEach(claim -> list.add(item(claim, data)));
            body.add(list);
        }
        if (data.evidence().unfounded() > 0) {
            body.add(Blocks.note(Numbers.count(data.evidence().unfounded())
                    + " further sentences named no evidence of this run and were left out."));
        }
        int all = data.evidence().all().size();
        return body.add(Html.element("p", "note")
                .text("The run holds " + Numbers.count(all) + " pieces of evidence; ")
                .add(Html.element("a").attribute("href", "#evidence").text("the evidence list"))
                .text(" shows them with the rows they rest on."));
    }

    private static Html legend() {
        return Html.element("p")
                .text("Each sentence names the evidence that it rests on. ")
                .add(Badges.of(io.spatho.core.artifact.Origin.MEASURED))
                .text(" means computed from the measurements alone; ")
                .add(Badges.of(io.spatho.core.artifact.Origin.MODEL_DERIVED))
                .text(" means that a trained model had a part in it.");
    }

    private static Html item(Claim claim, ReportData data) {
        List<Evidence> evidence =
                claim.evidenceIds().stream().map(data.evidence()::get).toList();
        Html marks = Html.element("p", "marks").add(Badges.ofEvidence(evidence));
        QcStatus worst = worst(evidence);
        if (worst != QcStatus.PASS) {
            marks.add(Badges.of(worst));
        }
        marks.add(EvidenceLinks.of(claim.evidenceIds(), data));
        return Html.element("li")
                .add(Decisions.struck(claim.evidenceIds(), data, claim.sentence()))
                .add(marks)
                .add(Decisions.of(claim.evidenceIds(), data));
    }

    private static QcStatus worst(List<Evidence> evidence) {
        List<QcStatus> order = List.of(QcStatus.FAIL, QcStatus.WARN, QcStatus.NOT_ASSESSED);
        return order.stream()
                .filter(status ->
                        evidence.stream().anyMatch(item -> item.statement().qcStatus() == status))
                .findFirst()
                .orElse(QcStatus.PASS);
    }
}
