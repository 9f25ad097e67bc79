package io.spatho.stgpt.discordance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import java.util.Optional;

/**
 * How spots are judged.
 *
 * @param rounds permutations of the pictures (B)
 * @param level false discovery rate and p-value up to which a spot is discordant
 * @param domains number of domains, by k-means; or empty for Leiden clusters
 * @param root id of the spot from which pseudotime counts; or empty for the centre of the largest domain
 * @param fewest least spots of a discordant region
 * @param seed of permutations and clusters
 */
public record ScoreSettings(
        int rounds, double level, Optional<Integer> domains, Optional<String> root, int fewest, long seed) {

    public ScoreSettings {
        if (rounds < 9
                || rounds > 9999
                || !(level > 0 && level < 1)
                || domains.filter(k -> k < 2 || k > 200).isPresent()
                || fewest < 1) {
            throw new IllegalArgumentException(
                    "rounds " + rounds + ", level " + level + ", domains " + domains + ", fewest " + fewest);
        }
    }

    /** 99 permutations, a rate of 0.05, Leiden clusters, regions of at least 3 spots. */
    public static ScoreSettings standard(long seed) {
        return new ScoreSettings(99, 0.05, Optional.empty(), Optional.empty(), 3, seed);
    }

    /** The same with a number of domains. */
    public ScoreSettings withDomains(int count) {
        return new ScoreSettings(rounds, level, Optional.of(count), root, fewest, seed);
    }

    /** The same with another seed. */
    public ScoreSettings withSeed(long other) {
        return new ScoreSettings(rounds, level, domains, root, fewest, other);
    }

    /** Everything that decides the result. */
    public ObjectNode document() {
        ObjectNode node = CanonicalJson.object()
                .put("permutations", rounds)
                .put("false_discovery_rate", level)
                .put("fewest_spots", fewest)
                .put("seed", seed);
        domains.ifPresent(count -> node.put("domains", count));
        root.ifPresent(id -> node.put("root", id));
        return node;
    }
}
