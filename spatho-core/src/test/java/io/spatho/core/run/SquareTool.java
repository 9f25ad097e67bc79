package io.spatho.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.Optional;

/** Squares a number, writes it down, states it, and counts how often it really had to work. */
final class SquareTool implements Tool<Integer, Integer> {

    private final String file;
    private final boolean failing;
    int calls;

    SquareTool(String file, boolean failing) {
        this.file = file;
        this.failing = failing;
    }

    @Override
    public ToolId id() {
        return new ToolId("square", "1.0");
    }

    @Override
    public String purpose() {
        return "Squares a number.";
    }

    @Override
    public JsonNode parameters(Integer request) {
        return CanonicalJson.object().put("number", request);
    }

    @Override
    public Integer run(Integer request, ToolContext context) {
        calls++;
        if (failing) {
            throw new IllegalStateException("planned failure");
        }
        int square = request * request;
        Artifact artifact = context.store()
                .json(file, Origin.MEASURED, CanonicalJson.object().put("square", square));
        context.evidence(Unit.SLIDE, "slide", "square")
                .value(CanonicalJson.object().put("square", square))
                .summary("The square of " + request + " is " + square + ".")
                .restsOn(artifact, "all")
                .measured();
        return square;
    }

    @Override
    public Optional<Integer> restore(Integer request, ToolContext context) {
        return Optional.of(
                StrictJson.read(context.store().locate(file)).path("square").asInt());
    }
}
