package io.spatho.stgpt.imputation;

import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which genes are to be imputed, which may be seen, and which are refused before anything is trained.
 *
 * @param wanted genes to impute, in the order of the reference
 * @param reference the reference with the wanted genes and those that both cases measured
 * @param refused genes that are refused, with the reason
 * @param hiddenFromAll whether the wanted genes were not measured in the case, so that nothing may see them
 */
record GenePlan(List<String> wanted, SpatialDataset reference, List<GeneSupport> refused, boolean hiddenFromAll) {

    private static final int FEWEST_SHARED = 10;

    /** Genes of the case itself, each predicted from the others where the model was not trained: a test of the method. */
    static GenePlan ofCase(SpatialDataset kept, List<String> asked) {
        List<String> names = kept.panel().uniqueNames();
        Set<String> measured = new HashSet<>(names);
        List<GeneSupport> refused = new ArrayList<>();
        for (String gene : asked) {
            if (!measured.contains(gene)) {
                refused.add(GeneSupport.refused(
                        gene, "not measured in this case, and no reference case was given that measured it"));
            }
        }
        List<String> wanted = asked.isEmpty()
                ? names
                : names.stream().filter(new HashSet<>(asked)::contains).toList();
        return new GenePlan(wanted, kept, refused, false);
    }

    /** Genes that the case lacks and a reference case has. */
    static GenePlan ofReference(SpatialDataset kept, SpatialDataset reference, List<String> asked) {
        Set<String> measured = new HashSet<>(kept.panel().uniqueNames());
        List<String> names = reference.panel().uniqueNames();
        Set<String> known = new HashSet<>(names);
        List<GeneSupport> refused = new ArrayList<>();
        for (String gene : asked) {
            if (measured.contains(gene)) {
                refused.add(GeneSupport.refused(gene, "measured in this case: use the measured value"));
            } else if (!known.contains(gene)) {
                refused.add(GeneSupport.refused(gene, "not measured in the reference case"));
            }
        }
        Set<String> asking = new HashSet<>(asked);
        List<String> wanted = names.stream()
                .filter(gene -> !measured.contains(gene) && (asked.isEmpty() || asking.contains(gene)))
                .toList();
        Set<String> used = new HashSet<>(wanted);
        int[] columns = IntStream.range(0, names.size())
                .filter(gene -> measured.contains(names.get(gene)) || used.contains(names.get(gene)))
                .toArray();
        int shared = columns.length - wanted.size();
        if (shared < FEWEST_SHARED) {
            throw new InputException(Problem.of("the case and the reference share too few genes")
                    .at("--reference")
                    .expected("at least " + FEWEST_SHARED + " shared genes", shared)
                    .fix("Give a reference of the same species whose panel overlaps"));
        }
        return new GenePlan(wanted, columns(reference, columns), refused, true);
    }

    /** The case with the genes at the columns named only. */
    static SpatialDataset columns(SpatialDataset dataset, int[] columns) {
        return SpatialDataset.builder(
                        dataset.metadata(),
                        dataset.counts().selectColumns(columns),
                        dataset.panel().select(columns),
                        dataset.obs(),
                        dataset.xUm(),
                        dataset.yUm())
                .build();
    }

    /** The folds of the model's genes: 0 for genes that nothing may see, else a small number above 0. */
    int[] folds(List<String> genes, int count) {
        Set<String> names = new HashSet<>(wanted);
        int[] folds = new int[genes.size()];
        int next = 0;
        for (int gene = 0; gene < folds.length; gene++) {
            boolean unseen = hiddenFromAll && names.contains(genes.get(gene));
            folds[gene] = unseen ? 0 : 1 + next++ % count;
        }
        return folds;
    }
}
