package io.spatho.stgpt.tokens;

import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.guardrail.Guardrails;
import java.util.ArrayList;
import java.util.List;

/**
 * Which vocabulary id each gene of a panel has: exact symbols, duplicates kept.
 *
 * @param ids one vocabulary id per panel gene, -1 where the vocabulary lacks the symbol
 * @param missing the symbols that the vocabulary lacks, in panel order
 * @param lowOverlap whether the shared part of the panel is below that of {@link
 *     Guardrails#PANEL_COMPATIBILITY}: the flag {@code low_panel_overlap}
 */
public record GeneMapping(int[] ids, List<String> missing, boolean lowOverlap) {

    private static final int EXAMPLES = 3;

    public GeneMapping {
        missing = List.copyOf(missing);
    }

    /**
     * Maps a panel.
     *
     * @param symbols gene symbols in matrix order
     * @param source where the panel came from, for messages
     * @throws InputException when panel and vocabulary share no gene
     */
    public static GeneMapping of(List<String> symbols, Vocabulary vocabulary, String source) {
        int[] ids = new int[symbols.size()];
        List<String> missing = new ArrayList<>();
        for (int gene = 0; gene < ids.length; gene++) {
            ids[gene] = vocabulary.gene(symbols.get(gene)).orElse(-1);
            if (ids[gene] < 0) {
                missing.add(symbols.get(gene));
            }
        }
        if (missing.size() == ids.length) {
            throw unrelated(symbols, vocabulary, source);
        }
        double share = (ids.length - missing.size()) / (double) ids.length;
        double least = Guardrails.PANEL_COMPATIBILITY.thresholds().get("minimum_share_of_genes_in_vocabulary");
        return new GeneMapping(ids, missing, share < least);
    }

    private static InputException unrelated(List<String> symbols, Vocabulary vocabulary, String source) {
        List<String> known = new ArrayList<>();
        for (int id = 0; id < vocabulary.size() && known.size() < EXAMPLES; id++) {
            if (vocabulary.gene(vocabulary.token(id)).isPresent()) {
                known.add(vocabulary.token(id));
            }
        }
        List<String> found = symbols.subList(0, Math.min(EXAMPLES, symbols.size()));
        return new InputException(Problem.of("the panel shares no gene with the model's vocabulary")
                .at(source)
                .expected(
                        "some of " + vocabulary.size() + " tokens such as " + String.join(", ", known),
                        "0 of " + symbols.size() + " genes such as " + String.join(", ", found))
                .fix("Gene symbols must match exactly (case, species, symbols instead of Ensembl ids)."));
    }

    /** The number of genes in the panel. */
    public int panelGenes() {
        return ids.length;
    }

    /** The number of panel genes that the vocabulary has. */
    public int sharedGenes() {
        return ids.length - missing.size();
    }
}
