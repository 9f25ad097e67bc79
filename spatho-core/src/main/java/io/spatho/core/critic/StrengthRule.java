package io.spatho.core.critic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.Uncertainty;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A rule that can hold the strength of evidence down: each says the most that a piece of evidence can be, and the least of all rules
 * counts. The words of Moran's I (weak up to 0.25, moderate up to 0.5) are those of the reports that spatho follows.
 */
enum StrengthRule {
    QUALITY("Data that did not pass their checks bear less.", Map.of()) {
        @Override
        Optional<Cap> apply(Statement statement) {
            return switch (statement.qcStatus()) {
                case PASS -> Optional.empty();
                case FAIL -> weak("the data behind it failed their checks");
                case WARN -> moderate("the data behind it are to be used with care");
                case NOT_ASSESSED -> moderate("nobody checked the data behind it");
            };
        }
    },
    GUARDRAIL("A result that a guardrail marked bears less.", Map.of()) {
        @Override
        Optional<Cap> apply(Statement statement) {
            return statement.verdicts().stream()
                    .filter(verdict -> verdict.outcome() != Verdict.Outcome.PASS)
                    .max((a, b) -> a.outcome().compareTo(b.outcome()))
                    .flatMap(worst -> worst.outcome() == Verdict.Outcome.WARN
                            ? moderate(worst.guardrail() + " marked it")
                            : weak(worst.guardrail() + " put it before a person"));
        }
    },
    SIGNIFICANCE(
            "What chance gives too often bears little.",
            Map.of("weak_above_adjusted_p", 0.05, "moderate_above_adjusted_p", 0.01)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            double p = Math.max(
                    number(statement, "p_adjusted").orElse(-1.0),
                    number(statement, "p_permutation_adjusted").orElse(-1.0));
            String words = "its adjusted p is " + text(p);
            return p > limit("weak_above_adjusted_p")
                    ? weak(words)
                    : p > limit("moderate_above_adjusted_p") ? moderate(words) : Optional.empty();
        }
    },
    INTERVAL(
            "An estimate whose interval holds no effect, or is wide, bears less.",
            Map.of(
                    "moderate_above_half_width_per_value",
                    0.5,
                    "moderate_above_width_of_a_share",
                    0.2,
                    "weak_above_width_of_a_share",
                    0.5)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            if (statement.uncertainty().isEmpty()) {
                return Optional.empty();
            }
            Uncertainty interval = statement.uncertainty().get();
            double width = interval.upper() - interval.lower();
            if (number(statement, "share").isPresent()) {
                String words = "its interval is " + text(width) + " wide";
                return width > limit("weak_above_width_of_a_share")
                        ? weak(words)
                        : width > limit("moderate_above_width_of_a_share") ? moderate(words) : Optional.empty();
            }
            Optional<Double> ratio = number(statement, "ratio");
            Optional<Double> effect =
                    ratio.isPresent() ? ratio : first(statement, "moran_i", "moran_i_mean", "value", "score");
            Optional<Double> none = ratio.isPresent()
                    ? Optional.of(1.0)
                    : first(statement, "moran_i", "moran_i_mean").map(any -> 0.0);
            if (none.filter(value -> interval.lower() <= value && value <= interval.upper())
                    .isPresent()) {
                return weak("its interval holds the value of no effect");
            }
            double relative = effect.map(value -> width / 2 / Math.abs(value)).orElse(0.0);
            return relative > limit("moderate_above_half_width_per_value")
                    ? moderate("its interval is wide against its value")
                    : Optional.empty();
        }
    },
    NUMBER("What rests on few observations bears less.", Map.of("weak_below", 20.0, "moderate_below", 100.0)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            Optional<Double> n = first(statement, "n_observations", "n_cells", "n");
            String words = n.map(value -> "it rests on " + text(value) + " of its kind")
                    .orElse("");
            return n.filter(value -> value < limit("weak_below")).isPresent()
                    ? weak(words)
                    : n.filter(value -> value < limit("moderate_below")).isPresent()
                            ? moderate(words)
                            : Optional.empty();
        }
    },
    CONFIDENCE(
            "A label that its own method is unsure of bears less.", Map.of("weak_below", 0.4, "moderate_below", 0.65)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            Optional<Double> confidence = first(statement, "confidence", "probability");
            String words = confidence
                    .map(value -> "the confidence of its label is " + text(value))
                    .orElse("");
            return confidence.filter(value -> value < limit("weak_below")).isPresent()
                    ? weak(words)
                    : confidence
                                    .filter(value -> value < limit("moderate_below"))
                                    .isPresent()
                            ? moderate(words)
                            : Optional.empty();
        }
    },
    EFFECT(
            "A spatial pattern is as strong as its Moran's I.",
            Map.of("weak_below_moran_i", 0.25, "moderate_below_moran_i", 0.5)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            if (!statement.type().endsWith("spatial_autocorrelation")) {
                return Optional.empty();
            }
            Optional<Double> moran = first(statement, "moran_i", "moran_i_mean");
            String words = moran.map(value -> "its Moran's I is " + text(value)).orElse("");
            return moran.filter(value -> value < limit("weak_below_moran_i")).isPresent()
                    ? weak(words)
                    : moran.filter(value -> value < limit("moderate_below_moran_i"))
                                    .isPresent()
                            ? moderate(words)
                            : Optional.empty();
        }
    },
    ROBUSTNESS("What changes within its own uncertainty bears less.", Map.of()) {
        @Override
        Optional<Cap> apply(Statement statement) {
            JsonNode value = statement.value();
            if (!value.path("undefined_reason").asText().isEmpty()) {
                return weak("it could not be defined: "
                        + value.path("undefined_reason").asText());
            }
            boolean holds = value.path("is_robust").asBoolean(true)
                    && value.path("stable").asBoolean(true);
            return holds ? Optional.empty() : moderate("it does not hold over its uncertainty");
        }
    },
    NAMED_SHARE(
            "A structure whose observations lie in clusters without a name is hardly described.",
            Map.of("weak_below", 0.25, "moderate_below", 0.5)) {
        @Override
        Optional<Cap> apply(Statement statement) {
            Optional<Double> share = number(statement, "annotated_share");
            String words = share.map(value -> "the named share of it is " + text(value))
                    .orElse("");
            return share.filter(value -> value < limit("weak_below")).isPresent()
                    ? weak(words)
                    : share.filter(value -> value < limit("moderate_below")).isPresent()
                            ? moderate(words)
                            : Optional.empty();
        }
    };

    /** The version of all rules; changes with any rule or threshold. */
    static final String VERSION = "1.0";

    private final String rationale;
    /** Made by {@link Map#of}, which gives maps that nobody can change. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, Double> thresholds;

    StrengthRule(String rationale, Map<String, Double> thresholds) {
        this.rationale = rationale;
        this.thresholds = thresholds;
    }

    /** The most that a piece of evidence can be, and why. */
    record Cap(Strength most, String reason) {}

    abstract Optional<Cap> apply(Statement statement);

    double limit(String name) {
        return thresholds.get(name);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    JsonNode toJson() {
        ObjectNode node = CanonicalJson.object();
        node.put("name", id()).put("version", VERSION).put("rationale", rationale);
        ObjectNode numbers = node.putObject("thresholds");
        new TreeMap<>(thresholds).forEach(numbers::put);
        return node;
    }

    private static Optional<Cap> weak(String reason) {
        return Optional.of(new Cap(Strength.WEAK, reason));
    }

    private static Optional<Cap> moderate(String reason) {
        return Optional.of(new Cap(Strength.MODERATE, reason));
    }

    static Optional<Double> number(Statement statement, String field) {
        JsonNode found = statement.value().path(field);
        return found.isNumber() ? Optional.of(found.asDouble()) : Optional.empty();
    }

    private static Optional<Double> first(Statement statement, String... fields) {
        return List.of(fields).stream()
                .flatMap(field -> number(statement, field).stream())
                .findFirst();
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value).replaceFirst("\\.?0+$", "");
    }
}
