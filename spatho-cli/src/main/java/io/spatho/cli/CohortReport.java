package io.spatho.cli;

import io.spatho.core.artifact.ArtifactStore;
import io.spatho.core.cohort.SharedPanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.run.Journal;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.text.Words;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.content.CaseDescription;
import io.spatho.report.content.Findings;
import io.spatho.report.content.ModelUse;
import io.spatho.report.content.Omission;
import io.spatho.report.content.Remarks;
import io.spatho.report.content.ReportInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what the report of a cohort shows. */
record CohortReport(CohortInputs inputs, SharedPanel panel, RunIdentity identity, List<Omission> omissions) {

    ReportInput input(Journal journal, ToolRegistry tools, ArtifactStore store) {
        List<ModelUse> models = journal.evidence().stream()
                .filter(ModelDerived.class::isInstance)
                .map(item -> ((ModelDerived) item).model())
                .distinct()
                .map(model ->
                        new ModelUse(model, "It embedded the observations of every case, in the cases' own runs."))
                .toList();
        return new ReportInput(
                new io.spatho.report.content.RunIdentity(identity.runId(), identity.spathoVersion(), identity.seed()),
                subject(),
                new Findings(
                        journal.evidence(),
                        List.of(),
                        journal.events().stream()
                                .flatMap(event -> event.verdicts().stream())
                                .toList(),
                        Guardrails.all()),
                ReportInputs.provenance(identity, journal, tools, models),
                new Remarks(List.of(), omissions),
                store,
                Optional.empty());
    }

    private CaseDescription subject() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cases", Words.count(inputs.members().size()));
        facts.put("genes shared", Words.count(panel.genes().size()));
        String observation = inputs.platforms().stream()
                                .map(Platform::observation)
                                .distinct()
                                .count()
                        == 1
                ? inputs.platforms().get(0).observation()
                : "observation";
        return new CaseDescription(CohortRun.name(inputs), CohortRun.platforms(inputs), observation, Double.NaN, facts);
    }
}
