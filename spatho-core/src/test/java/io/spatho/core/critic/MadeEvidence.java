package io.spatho.core.critic;

import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.ModelDerived;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.StrictJson;
import java.util.List;
import java.util.Optional;

/** Evidence as tests need it. */
public final class MadeEvidence {

    public static final ModelReference MODEL = new ModelReference("made", "1", "a".repeat(64));

    private MadeEvidence() {}

    public static Statement statement(Unit unit, String unitId, String type, String value) {
        return statement(unit, unitId, type, value, QcStatus.PASS, Optional.empty(), List.of(), "made/table.parquet");
    }

    public static Statement statement(
            Unit unit,
            String unitId,
            String type,
            String value,
            QcStatus status,
            Optional<Uncertainty> interval,
            List<Verdict> verdicts,
            String path) {
        return new Statement(
                unit,
                unitId,
                "made@1.0",
                type,
                status,
                StrictJson.parse(value, "test"),
                interval,
                "The " + type + " of " + unitId + ".",
                List.of(new SupportingArtifact(path, "all", "b".repeat(64))),
                List.of("fp_1"),
                verdicts);
    }

    public static Evidence measured(Unit unit, String unitId, String type, String value) {
        return new Measured(statement(unit, unitId, type, value));
    }

    public static Evidence modelled(Unit unit, String unitId, String type, String value) {
        return new ModelDerived(statement(unit, unitId, type, value), MODEL);
    }
}
