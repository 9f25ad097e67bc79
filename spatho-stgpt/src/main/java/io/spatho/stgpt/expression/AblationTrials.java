package io.spatho.stgpt.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.expression.AblateExpressionTool.Inputs;
import io.spatho.stgpt.expression.AblateExpressionTool.Request;
import io.spatho.stgpt.expression.ExpressionScores.Kind;
import io.spatho.stgpt.expression.ExpressionSettings.Decoder;
import io.spatho.stgpt.expression.ExpressionSettings.Fusion;
import io.spatho.stgpt.expression.ExpressionSettings.Loss;
import io.spatho.stgpt.train.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The combinations of an ablation, each trained once however many phases ask for it. */
final class AblationTrials {

    private final Request request;
    private final ToolContext context;
    private final Map<Choice, Tried> tried = new LinkedHashMap<>();
    private final Map<Integer, ObjectNode> baselines = new LinkedHashMap<>();
    private final List<TrainingState> states = new ArrayList<>();

    /** A combination. */
    record Choice(int inputs, Fusion fusion, Loss loss, Decoder decoder) {}

    private record Tried(Choice choice, double choosing, ObjectNode document) {}

    /** What is varied. */
    enum Phase {
        INPUTS("inputs"),
        FUSION("fusion"),
        LOSS("loss"),
        DECODER("decoder");

        private final String id;

        Phase(String id) {
            this.id = id;
        }

        /** The name in files. */
        String id() {
            return id;
        }

        private List<Choice> around(Choice from, Request request) {
            List<Choice> choices = new ArrayList<>();
            switch (this) {
                case INPUTS -> {
                    for (int i = 0; i < request.inputs().size(); i++) {
                        choices.add(new Choice(i, from.fusion, from.loss, from.decoder));
                    }
                }
                case FUSION ->
                    request.fusions()
                            .forEach(one -> choices.add(new Choice(from.inputs, one, from.loss, from.decoder)));
                case LOSS ->
                    request.losses()
                            .forEach(one -> choices.add(new Choice(from.inputs, from.fusion, one, from.decoder)));
                case DECODER ->
                    request.decoders()
                            .forEach(one -> choices.add(new Choice(from.inputs, from.fusion, from.loss, one)));
            }
            return choices;
        }
    }

    AblationTrials(Request request, ToolContext context) {
        this.request = request;
        this.context = context;
    }

    int count() {
        return tried.size();
    }

    /** Removes what the trainings could have gone on from. */
    void forget() {
        states.forEach(TrainingState::remove);
    }

    Choice best(Phase phase, Choice from, ObjectNode document) {
        document.put("phase", phase.id());
        ArrayNode list = document.putArray("tried");
        Tried best = null;
        for (Choice choice : phase.around(from, request)) {
            Tried one = of(choice);
            list.add(one.document());
            best = best == null || one.choosing() < best.choosing() ? one : best;
        }
        document.set("chosen", describe(best.choice()));
        return best.choice();
    }

    ObjectNode describe(Choice choice) {
        return CanonicalJson.object()
                .put("inputs", request.inputs().get(choice.inputs).name())
                .put("fusion", choice.fusion.id())
                .put("loss", choice.loss.id())
                .put("decoder", choice.decoder.id());
    }

    String digest() {
        return Fingerprint.ofText(tried.values().stream()
                        .map(one -> CanonicalJson.line(one.document()))
                        .collect(Collectors.joining("\n")))
                .sha256();
    }

    private Tried of(Choice choice) {
        Tried known = tried.get(choice);
        if (known == null) {
            known = train(choice);
            tried.put(choice, known);
        }
        return known;
    }

    private Tried train(Choice choice) {
        Inputs inputs = request.inputs().get(choice.inputs);
        ExpressionSettings settings = request.settings().with(choice.fusion, choice.decoder, choice.loss);
        JsonNode parameters =
                TrainExpressionTool.parameters(inputs.material(), request.folds(), settings, inputs.encoder());
        List<TrainingState> own = new ArrayList<>();
        for (int fold = 0; fold < request.folds().folds(); fold++) {
            String name = "ablation-" + tried.size() + "-fold-" + fold;
            own.add(TrainExpressionTool.state(context, name, parameters, request.device()));
        }
        states.addAll(own);
        CrossValidation found = CrossValidation.run(
                new CrossValidation.Course(inputs.material(), request.folds(), settings, own::get),
                request.device(),
                context.workers(),
                context.progress());
        double choosing = found.choosingErrors().stream()
                .mapToDouble(error -> error)
                .average()
                .orElse(Double.NaN);
        ObjectNode document = describe(choice);
        document.put("choosing_deviance", choosing).put("coverage", found.coverage(inputs.material()));
        found.bestSteps().forEach(document.putArray("best_steps")::add);
        document.set("held_out", ExpressionDocuments.scores(scores(inputs, found.network())));
        document.setAll(baselines.computeIfAbsent(choice.inputs, unseen -> beside(inputs, found)));
        return new Tried(choice, choosing, document);
    }

    /** What ridge regression and the mean reach; it depends on the inputs only. */
    private ObjectNode beside(Inputs inputs, CrossValidation found) {
        ObjectNode node = CanonicalJson.object();
        ExpressionScores ridge = scores(inputs, found.ridge());
        ObjectNode own = node.putObject("ridge");
        ExpressionDocuments.number(
                own, Kind.PEARSON.id(), ridge.of(Kind.PEARSON).value());
        ExpressionDocuments.number(
                own, Kind.DEVIANCE.id(), ridge.of(Kind.DEVIANCE).value());
        ExpressionDocuments.number(
                node.putObject("mean"),
                Kind.DEVIANCE.id(),
                scores(inputs, found.mean()).of(Kind.DEVIANCE).value());
        return node;
    }

    private ExpressionScores scores(Inputs inputs, DenseMatrix rates) {
        return ExpressionScores.of(
                inputs.material(), request.folds(), rates, request.settings().seed(), context.workers());
    }
}
