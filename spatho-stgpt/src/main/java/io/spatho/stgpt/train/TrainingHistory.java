package io.spatho.stgpt.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened in the course of a training: each step, and each scoring. */
public final class TrainingHistory {

    private final List<Step> steps = new ArrayList<>();
    private final List<Scoring> scorings = new ArrayList<>();

    /**
     * A step.
     *
     * @param step its number, from 1
     * @param loss the batch's loss before it
     * @param gradientNorm before clipping
     * @param rate learning rate
     */
    public record Step(int step, double loss, double gradientNorm, double rate) {}

    /**
     * A scoring of the weights on validation data.
     *
     * @param step steps done
     * @param error what decides which weights are kept
     * @param parts what else was measured, by name
     */
    public record Scoring(int step, double error, SortedMap<String, Double> parts) {}

    /** The steps so far. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** The scorings so far. */
    public List<Scoring> scorings() {
        return List.copyOf(scorings);
    }

    void add(Step step) {
        steps.add(step);
    }

    void add(Scoring scoring) {
        scorings.add(scoring);
    }

    /** The scoring with the smallest error, the earliest of equal ones. */
    Scoring best() {
        Scoring best = scorings.get(0);
        for (Scoring scoring : scorings) {
            best = scoring.error() < best.error() ? scoring : best;
        }
        return best;
    }

    /** How many scorings since the best one brought nothing new. */
    int sinceBest() {
        return scorings.size() - 1 - scorings.indexOf(best());
    }

    /** The mean loss of the steps after {@code from} up to {@code to}; NaN without any. */
    public double meanLoss(int from, int to) {
        return steps.stream()
                .filter(step -> step.step() > from && step.step() <= to)
                .mapToDouble(Step::loss)
                .average()
                .orElse(Double.NaN);
    }

    /** The steps as a table: step, loss, gradient_norm, learning_rate. */
    public Table table() {
        return Table.ofRows(steps.size())
                .with(
                        "step",
                        new Column.Ints(steps.stream().mapToInt(Step::step).toArray()))
                .with(
                        "loss",
                        new Column.Doubles(
                                steps.stream().mapToDouble(Step::loss).toArray()))
                .with(
                        "gradient_norm",
                        new Column.Doubles(
                                steps.stream().mapToDouble(Step::gradientNorm).toArray()))
                .with(
                        "learning_rate",
                        new Column.Doubles(
                                steps.stream().mapToDouble(Step::rate).toArray()));
    }

    /** The scorings as a list of objects: step, error, training_loss since the scoring before (absent at step 0), and the parts. */
    public ArrayNode document() {
        ArrayNode list = CanonicalJson.array();
        int before = 0;
        for (Scoring scoring : scorings) {
            ObjectNode entry = list.addObject().put("step", scoring.step()).put("error", scoring.error());
            if (scoring.step() > before) {
                entry.put("training_loss", meanLoss(before, scoring.step()));
            }
            ObjectNode parts = entry.putObject("validation");
            scoring.parts().forEach(parts::put);
            before = scoring.step();
        }
        return list;
    }

    /** Everything as text; doubles keep all their bits. */
    String text() {
        ObjectNode node = CanonicalJson.object();
        ArrayNode stepList = node.putArray("steps");
        steps.forEach(step -> stepList.addArray()
                .add(step.step)
                .add(step.loss)
                .add(step.gradientNorm)
                .add(step.rate));
        ArrayNode scoringList = node.putArray("scorings");
        scorings.forEach(scoring -> {
            ObjectNode parts =
                    scoringList.addArray().add(scoring.step).add(scoring.error).addObject();
            scoring.parts.forEach(parts::put);
        });
        return node.toString();
    }

    static TrainingHistory read(String text) {
        JsonNode node = StrictJson.parse(text, "the state of the training");
        TrainingHistory history = new TrainingHistory();
        node.path("steps")
                .forEach(step -> history.add(new Step(
                        step.path(0).asInt(),
                        step.path(1).asDouble(),
                        step.path(2).asDouble(),
                        step.path(3).asDouble())));
        node.path("scorings").forEach(scoring -> {
            SortedMap<String, Double> parts = new TreeMap<>();
            scoring.path(2)
                    .properties()
                    .forEach(part -> parts.put(part.getKey(), part.getValue().asDouble()));
            history.add(new Scoring(scoring.path(0).asInt(), scoring.path(1).asDouble(), parts));
        });
        return history;
    }
}
