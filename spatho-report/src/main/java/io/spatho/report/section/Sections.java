package io.spatho.report.section;

import io.spatho.report.content.ReportData;
import io.spatho.report.html.Html;
import java.util.List;

/**
 * The parts of a report in their order, with the navigation that leads to them: what is claimed, the figures, the evidence behind both, the
 * rules it was held against, what people and models say of it, and how it was made.
 */
public final class Sections {

    private static final List<Section> ALL = List.of(
            new ClaimsSection(),
            new StructureMapSection(),
            new EmbeddingMapSection(),
            new QualitySection(),
            new ClustersSection(),
            new CompositionSection(),
            new SpatialSection(),
            new NeighborhoodSection(),
            new RegionsSection(),
            new PredictionSection(),
            new RetrievalSection(),
            new DiscordanceSection(),
            new StgptSection(),
            new MechanismSection(),
            new EvidenceSection(),
            new GuardrailSection(),
            new ReviewSection(),
            new PlanSection(),
            new MethodsSection(),
            new ProvenanceSection());

    /** A run over several cases has no tissue map of its own; each case's report has. */
    private static final List<Section> OF_COHORT = List.of(
            new ClaimsSection(),
            new CohortSection(),
            new EvidenceSection(),
            new GuardrailSection(),
            new MethodsSection(),
            new ProvenanceSection());

    private Sections() {}

    private static List<Section> of(ReportData data) {
        if (data.artifact(CohortSection.CASES).isPresent()) {
            return OF_COHORT;
        }
        return ALL.stream().filter(section -> section.isWanted(data)).toList();
    }

    /** The whole body of the page. */
    public static Html page(ReportData data) {
        Html main = Html.element("main").attribute("id", "content").attribute("tabindex", "-1");
        for (Section section : of(data)) {
            String heading = section.id() + "-heading";
            main.add(Html.element("section")
                    .attribute("id", section.id())
                    .attribute("aria-labelledby", heading)
                    .add(Html.element("h2").attribute("id", heading).text(section.title()))
                    .add(section.body(data)));
            if (section instanceof ClaimsSection) {
                main.add(Remarks.boxes(data));
            }
        }
        return Html.group(
                Html.element("a", "skip").attribute("href", "#content").text("Skip to the content"),
                Headline.header(data),
                Html.element("div", "frame").add(navigation(data), main),
                footer(data));
    }

    private static Html navigation(ReportData data) {
        Html list = Html.element("ul");
        for (Section section : of(data)) {
            list.add(Html.element("li")
                    .add(Html.element("a").attribute("href", "#" + section.id()).text(section.title())));
        }
        return Html.element("nav")
                .attribute("aria-label", "Sections of this report")
                .add(list);
    }

    private static Html footer(ReportData data) {
        return Html.element("footer")
                .add(Html.element("p", "creed").text("Models give evidence, never a diagnosis."))
                .add(Html.element("p")
                        .text(
                                "This report was computed from the files named under Provenance, for research use. Every number in it "
                                        + "can be traced to rows of an artifact of the run; judging them is a pathologist's work. Run "
                                        + data.input().run().runId() + ", spatho "
                                        + data.input().run().spathoVersion() + "."));
    }
}
