package io.spatho.stgpt.tokens;

import io.spatho.stgpt.tokens.GenePairs.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a panel's genes may also be called: aliases and stable ids by one table, genes of another species by another.
 *
 * <p>Aliases are a table with the columns {@code name} (an alias or an Ensembl id, its version ignored) and {@code symbol}; a name that
 * leads to several symbols is ambiguous. Orthologues are a table with the columns {@code mouse} and {@code human}; only pairs that are
 * one to one in the table count. What is ambiguous maps to nothing and is listed.
 */
public final class GeneNames {

    private final Map<String, String> aliases;
    private final Optional<Map<String, String>> orthologues;
    private final Set<String> ambiguous;

    private GeneNames(Map<String, String> aliases, Optional<Map<String, String>> orthologues, Set<String> ambiguous) {
        this.aliases = aliases;
        this.orthologues = orthologues;
        this.ambiguous = ambiguous;
    }

    /** The names of the panel as they are. */
    public static GeneNames exact() {
        return new GeneNames(Map.of(), Optional.empty(), Set.of());
    }

    /**
     * Reads the tables that a user gave.
     *
     * @throws io.spatho.core.error.InputException if one is malformed
     */
    public static GeneNames read(Optional<Path> aliasTable, Optional<Path> orthologueTable) {
        Set<String> ambiguous = new HashSet<>();
        Map<String, String> aliases = aliasTable
                .map(file -> single(GenePairs.read(file, "name", "symbol").rows(), false, ambiguous))
                .orElse(Map.of());
        Optional<Map<String, String>> orthologues = orthologueTable.map(
                file -> single(GenePairs.read(file, "mouse", "human").rows(), true, ambiguous));
        return new GeneNames(aliases, orthologues, ambiguous);
    }

    /** Pairs whose left name leads to one right name, and with {@code bothWays} the other way round too. */
    private static Map<String, String> single(List<Pair> rows, boolean bothWays, Set<String> ambiguous) {
        Map<String, Integer> targets = new HashMap<>();
        Map<String, Integer> sources = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (Pair row : rows) {
            Pair pair = new Pair(unversioned(row.from()), row.to());
            pairs.add(pair);
            targets.merge(pair.from(), 1, Integer::sum);
            sources.merge(pair.to(), 1, Integer::sum);
        }
        Map<String, String> single = new HashMap<>();
        for (Pair pair : pairs) {
            boolean unique = targets.get(pair.from()) == 1 && (!bothWays || sources.get(pair.to()) == 1);
            if (unique) {
                single.put(pair.from(), pair.to());
            } else {
                ambiguous.add(pair.from());
            }
        }
        return single;
    }

    /** An Ensembl id without its version; any other name as it is. */
    static String unversioned(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && name.startsWith("ENS") ? name.substring(0, dot) : name;
    }

    /** Whether the panel is of another species than the model. */
    boolean otherSpecies() {
        return orthologues.isPresent();
    }

    /** The gene of the model's species that a gene of the panel is, if the table has one. */
    Optional<String> orthologue(String symbol, String id) {
        Map<String, String> table = orthologues.orElse(Map.of());
        String found = table.get(symbol);
        return Optional.ofNullable(found != null ? found : table.get(unversioned(id)));
    }

    /** The symbol that an alias or a stable id stands for. */
    Optional<String> symbol(String name) {
        return Optional.ofNullable(aliases.get(unversioned(name)));
    }

    /** Whether a table has several answers for a name. */
    boolean isAmbiguous(String name) {
        return ambiguous.contains(unversioned(name));
    }
}
