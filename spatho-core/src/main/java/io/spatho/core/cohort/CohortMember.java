package io.spatho.core.cohort;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.parallel.Workers;
import java.util.Optional;
import java.util.function.Function;

/**
 * A case of a cohort, which can be read again and again so that no two need be in memory at once.
 *
 * @param name its name, unique in the cohort
 * @param protocol what it was made with, such as {@code fresh_frozen}; empty when nobody said
 * @param panel its genes
 * @param model the model behind its {@code X_stgpt} vectors, if it has them
 * @param reader reads it; the same dataset each time
 */
public record CohortMember(
        String name,
        String protocol,
        GenePanel panel,
        Optional<ModelReference> model,
        Function<Workers, SpatialDataset> reader) {}
