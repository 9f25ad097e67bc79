package io.spatho.core.cohort;

import io.spatho.core.evidence.ModelReference;
import io.spatho.core.tool.EvidenceDraft;
import java.util.Optional;

/** Completes evidence as what it is: measured, or resting on a model's vectors. */
final class CohortEvidence {

    private CohortEvidence() {}

    static void complete(EvidenceDraft draft, Optional<ModelReference> model) {
        if (model.isPresent()) {
            draft.modelDerived(model.get());
        } else {
            draft.measured();
        }
    }
}
