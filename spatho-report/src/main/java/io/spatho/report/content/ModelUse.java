package io.spatho.report.content;

import io.spatho.core.evidence.ModelReference;

/**
 * A model that had a part in the run.
 *
 * @param model the model
 * @param description where it comes from and what it did here, in one sentence
 */
public record ModelUse(ModelReference model, String description) {}
