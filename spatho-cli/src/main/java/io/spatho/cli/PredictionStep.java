package io.spatho.cli;

import io.spatho.core.tool.RunPlan;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.expression.PredictExpressionTool;
import java.util.List;

/** The step of a run that predicts expression from the picture, where a model for it was given. */
final class PredictionStep {

    private PredictionStep() {}

    static void add(RunPlan plan, PreparedCase prepared, ToolRegistry tools, MeasuredSteps measured) {
        PredictExpressionTool tool = tools.get(PredictExpressionTool.class);
        if (prepared.prediction().isEmpty()) {
            measured.reasons()
                    .leaveOut(
                            tool,
                            "No model that predicts expression from the picture was given.",
                            "--expression MODEL --expression-features FILE");
        }
        prepared.prediction()
                .ifPresent(prediction -> plan.add(
                        "expression from the picture",
                        tool,
                        List.of(measured.quality()),
                        results -> PredictExpressionTool.Request.of(
                                prediction.material(measured.kept(results)),
                                prediction.model(),
                                DeviceRequest.parse(prepared.settings().model().device))));
    }
}
