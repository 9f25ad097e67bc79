package io.spatho.core.evidence;

import java.util.Objects;

/** Evidence that a trained model had a part in; it cannot exist without the model's fingerprint. */
public record ModelDerived(Statement statement, ModelReference model) implements Evidence {

    public ModelDerived {
        Objects.requireNonNull(model);
    }
}
