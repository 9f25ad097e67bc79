package io.spatho.core.annotate;

import io.spatho.core.dataset.GenePanel;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.fingerprint.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Marker genes of tissue compartments: what a cluster of each kind should express.
 *
 * @param source where the panel comes from, for the manifest
 * @param compartments compartments in order, each with its genes
 */
public record MarkerPanel(String source, List<Compartment> compartments) {

    /**
     * A compartment and its marker genes.
     *
     * @param name unique within the panel
     * @param parent the wider kind that it belongs to, or empty
     * @param genes distinct gene symbols
     */
    public record Compartment(String name, String parent, List<String> genes) {
        public Compartment {
            genes = List.copyOf(new LinkedHashSet<>(genes));
            if (name.isBlank()) {
                throw new IllegalArgumentException("a compartment needs a name");
            }
        }

        /** A compartment that belongs to no wider kind. */
        public Compartment(String name, List<String> genes) {
            this(name, "", genes);
        }
    }

    private static final int EXAMPLES = 5;
    private static final String BUNDLED = "compartments.tsv";

    public MarkerPanel {
        compartments = List.copyOf(compartments);
        Set<String> names = new LinkedHashSet<>();
        for (Compartment compartment : compartments) {
            if (!names.add(compartment.name)) {
                throw new IllegalArgumentException("two compartments are named " + compartment.name);
            }
        }
    }

    /** The bundled panel of thirteen compartments of human tissue, five genes each. */
    public static MarkerPanel bundled() {
        try (InputStream in = MarkerPanel.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("resource " + BUNDLED + " is not on the class path");
            }
            List<Compartment> compartments = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList()) {
                int tab = line.indexOf('\t');
                compartments.add(new Compartment(
                        line.substring(0, tab), List.of(line.substring(tab + 1).split(" ", -1))));
            }
            return new MarkerPanel("bundled: 13 compartments", compartments);
        } catch (IOException e) {
            throw new InputException(
                    Problem.of("the bundled marker panel cannot be read").at(BUNDLED), e);
        }
    }

    /** The wider kind of a compartment, or empty. */
    public String parent(String compartment) {
        return compartments.stream()
                .filter(known -> known.name.equals(compartment))
                .map(Compartment::parent)
                .findFirst()
                .orElse("");
    }

    /** SHA-256 over names and genes in order. */
    public Fingerprint fingerprint() {
        StringBuilder text = new StringBuilder();
        compartments.forEach(compartment -> text.append(compartment.name)
                .append('\t')
                .append(String.join("\t", compartment.genes))
                .append('\n'));
        return Fingerprint.ofText(text.toString());
    }

    /**
     * The columns of a matrix that the panel's genes are. Symbols are compared as written first; a gene that is not found so is
     * looked up with both sides in upper case, which finds mouse symbols, and that is noted.
     */
    public PanelMatch match(GenePanel genes) {
        Map<String, Integer> exact = genes.positions();
        Map<String, Integer> upper = new HashMap<>();
        for (int gene = 0; gene < genes.size(); gene++) {
            upper.putIfAbsent(genes.featureNames().get(gene).toUpperCase(Locale.ROOT), gene);
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        List<int[]> columns = new ArrayList<>();
        for (Compartment compartment : compartments) {
            Set<Integer> found = new LinkedHashSet<>();
            for (String symbol : compartment.genes) {
                Integer column = exact.get(symbol);
                if (column == null) {
                    column = upper.get(symbol.toUpperCase(Locale.ROOT));
                    if (column != null) {
                        renamed.put(symbol, genes.featureNames().get(column));
                    }
                }
                if (column != null) {
                    found.add(column);
                }
            }
            columns.add(found.stream().mapToInt(Integer::intValue).toArray());
        }
        return new PanelMatch(
                compartments.stream().map(Compartment::name).toList(),
                columns,
                genes.featureNames(),
                notes(renamed, columns));
    }

    private List<String> notes(Map<String, String> renamed, List<int[]> columns) {
        List<String> notes = new ArrayList<>();
        if (!renamed.isEmpty()) {
            List<String> pairs = renamed.entrySet().stream()
                    .map(entry -> entry.getKey() + " as " + entry.getValue())
                    .toList();
            notes.add(renamed.size() + " marker genes matched regardless of case: " + examples(pairs));
        }
        List<String> unscored = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).length < PanelMatch.FEWEST_GENES) {
                unscored.add(compartments.get(i).name);
            }
        }
        if (!unscored.isEmpty()) {
            notes.add(unscored.size() + " of " + compartments.size()
                    + " compartments cannot be scored, because fewer than " + PanelMatch.FEWEST_GENES
                    + " of their marker genes are in the data: " + String.join(", ", unscored));
        }
        return notes;
    }

    private static String examples(List<String> all) {
        String some = String.join(", ", all.subList(0, Math.min(EXAMPLES, all.size())));
        return all.size() <= EXAMPLES ? some : some + " and " + (all.size() - EXAMPLES) + " more";
    }
}
