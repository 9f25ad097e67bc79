package io.spatho.stgpt.tokens;

import io.spatho.core.error.GuardrailException;
import io.spatho.core.error.Problem;
import io.spatho.core.guardrail.Guardrails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which vocabulary id each gene of a panel has: exact symbols, duplicates kept; where tables of other names were given, also by alias,
 * stable id or orthologue.
 *
 * <p>A gene that another name leads to a token takes it only if no gene of the panel has that token already and no other one claims
 * it.
 *
 * @param ids one vocabulary id per panel gene, -1 where the vocabulary lacks it
 * @param missing the symbols that have no id, in panel order
 * @param ambiguous those among them that a table has several answers for, or that share their answer with another gene
 * @param renamed how many genes were found by alias, stable id or orthologue
 * @param lowOverlap whether the shared part of the panel is below that of {@link
 *     Guardrails#PANEL_COMPATIBILITY}: the flag {@code low_panel_overlap}
 */
public record GeneMapping(int[] ids, List<String> missing, List<String> ambiguous, int renamed, boolean lowOverlap) {

    private static final int EXAMPLES = 3;

    public GeneMapping {
        missing = List.copyOf(missing);
        ambiguous = List.copyOf(ambiguous);
    }

    /**
     * Maps a panel by its symbols alone.
     *
     * @param symbols gene symbols in matrix order
     * @param source where the panel came from, for messages
     * @throws GuardrailException when panel and vocabulary share too few genes
     */
    public static GeneMapping of(List<String> symbols, Vocabulary vocabulary, String source) {
        return of(symbols, symbols, vocabulary, GeneNames.exact(), source);
    }

    /**
     * Maps a panel by symbols, stable ids and what tables say of them.
     *
     * @param symbols gene symbols in matrix order
     * @param stableIds Ensembl or platform ids in the same order
     * @param names tables of other names
     * @param source where the panel came from, for messages
     * @throws GuardrailException when panel and vocabulary share less than {@link Guardrails#PANEL_COMPATIBILITY} lets through
     */
    public static GeneMapping of(
            List<String> symbols, List<String> stableIds, Vocabulary vocabulary, GeneNames names, String source) {
        int[] ids = new int[symbols.size()];
        boolean[] found = new boolean[symbols.size()];
        Map<Integer, Integer> claims = new HashMap<>();
        for (int gene = 0; gene < ids.length; gene++) {
            OptionalInt exact = names.otherSpecies() ? OptionalInt.empty() : vocabulary.gene(symbols.get(gene));
            ids[gene] = exact.orElse(-1);
            if (exact.isPresent()) {
                claims.put(ids[gene], Integer.MAX_VALUE / 2);
            }
        }
        for (int gene = 0; gene < ids.length; gene++) {
            if (ids[gene] < 0) {
                ids[gene] = otherwise(symbols.get(gene), stableIds.get(gene), vocabulary, names);
                found[gene] = ids[gene] >= 0;
                if (found[gene]) {
                    claims.merge(ids[gene], 1, Integer::sum);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        List<String> ambiguous = new ArrayList<>();
        int renamed = 0;
        for (int gene = 0; gene < ids.length; gene++) {
            boolean contested = found[gene] && claims.get(ids[gene]) > 1;
            if (contested) {
                ids[gene] = -1;
            }
            renamed += found[gene] && !contested ? 1 : 0;
            if (ids[gene] < 0) {
                String symbol = symbols.get(gene);
                missing.add(symbol);
                if (contested || names.isAmbiguous(symbol) || names.isAmbiguous(stableIds.get(gene))) {
                    ambiguous.add(symbol);
                }
            }
        }
        return judged(ids, missing, ambiguous, renamed, symbols, vocabulary, source);
    }

    private static int otherwise(String symbol, String id, Vocabulary vocabulary, GeneNames names) {
        Optional<String> start = names.otherSpecies() ? names.orthologue(symbol, id) : Optional.of(symbol);
        if (start.isEmpty()) {
            return -1;
        }
        OptionalInt direct = vocabulary.gene(start.get());
        if (direct.isPresent()) {
            return direct.getAsInt();
        }
        Optional<String> alias = names.symbol(start.get());
        if (alias.isEmpty() && !names.otherSpecies()) {
            alias = names.symbol(id);
        }
        return alias.map(vocabulary::gene).orElse(OptionalInt.empty()).orElse(-1);
    }

    private static GeneMapping judged(
            int[] ids,
            List<String> missing,
            List<String> ambiguous,
            int renamed,
            List<String> symbols,
            Vocabulary vocabulary,
            String source) {
        Map<String, Double> thresholds = Guardrails.PANEL_COMPATIBILITY.thresholds();
        double share = ids.length == 0 ? 0 : (ids.length - missing.size()) / (double) ids.length;
        if (missing.size() == ids.length || share < thresholds.get("minimum_share_to_embed_at_all")) {
            throw unrelated(ids.length - missing.size(), symbols, vocabulary, source);
        }
        boolean low = share < thresholds.get("minimum_share_of_genes_in_vocabulary");
        return new GeneMapping(ids, missing, ambiguous, renamed, low);
    }

    private static GuardrailException unrelated(
            int shared, List<String> symbols, Vocabulary vocabulary, String source) {
        List<String> known = new ArrayList<>();
        for (int id = 0; id < vocabulary.size() && known.size() < EXAMPLES; id++) {
            if (vocabulary.gene(vocabulary.token(id)).isPresent()) {
                known.add(vocabulary.token(id));
            }
        }
        List<String> found = symbols.subList(0, Math.min(EXAMPLES, symbols.size()));
        return new GuardrailException(Problem.of("the panel shares "
                        + (shared == 0 ? "no gene" : "too few genes") + " with the model's vocabulary"
                        + " (guardrail " + Guardrails.PANEL_COMPATIBILITY.name() + ")")
                .at(source)
                .expected(
                        "some of " + vocabulary.size() + " tokens such as " + String.join(", ", known),
                        shared + " of " + symbols.size() + " genes such as " + String.join(", ", found))
                .fix("Gene symbols must match exactly; give other names with --gene-aliases and mouse genes with"
                        + " --orthologues."));
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
