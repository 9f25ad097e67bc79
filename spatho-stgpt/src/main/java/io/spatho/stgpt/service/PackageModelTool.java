package io.spatho.stgpt.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.json.StrictJson;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.checkpoint.CheckpointFolder;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.nn.TrustedScripts;
import io.spatho.stgpt.region.RegionModel;
import io.spatho.stgpt.scgpt.CheckpointCard;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Packs a checkpoint for others: weights as safetensors, whatever they came as, the files beside them, and a card
 * ({@code model_card.json}, also as {@code stgpt_model_manifest.json}) with digests, architecture, licence and, where there is one, the
 * evaluation. What was packed is read back before the card is written.
 */
public final class PackageModelTool implements Tool<PackageModelTool.Request, JsonNode> {

    /** The card. */
    public static final String FILE = "model_card.json";

    private static final String OTHER_NAME = "stgpt_model_manifest.json";
    private static final String WEIGHTS = "best_model.safetensors";
    private static final String BINARY = "application/octet-stream";
    private static final List<String> BESIDE = List.of("vocab.json", "args.json", "all_dict_mean_std.csv");
    private static final List<String> REGION_MODEL = List.of("model.json", "model.safetensors");

    /**
     * What to pack.
     *
     * @param checkpoint a checkpoint folder of any kind
     * @param scripts the TorchScript files that the user vouches for
     * @param name the model's name
     * @param licence its licence, such as an SPDX identifier; never guessed
     * @param evaluation an {@code evaluation.json} of it
     */
    public record Request(
            Path checkpoint, TrustedScripts scripts, String name, String licence, Optional<Path> evaluation) {}

    @Override
    public ToolId id() {
        return new ToolId("package_model", "1.0");
    }

    @Override
    public String purpose() {
        return "Packs a checkpoint with a card: safetensors, digests, architecture, licence and evaluation.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object().put("name", request.name()).put("licence", request.licence());
    }

    @Override
    public JsonNode run(Request request, ToolContext context) {
        CheckpointCard source = CheckpointCard.of(request.checkpoint(), request.scripts());
        boolean region = source.flavour() == CheckpointCard.Flavour.REGION;
        if (!source.loads() || (!region && source.fingerprint().isEmpty())) {
            throw new InputException(
                    Problem.of("the checkpoint would not load: " + String.join("; ", source.refusals()))
                            .at(request.checkpoint())
                            .fix("spatho stgpt inspect tells more"));
        }
        Path packed = region ? packRegionModel(request, context) : packFolder(request, context);
        String digest = region
                ? RegionModel.load(packed).fingerprint().sha256()
                : CheckpointFolder.open(packed).fingerprint().sha256();
        CheckpointCard card = CheckpointCard.of(packed);
        if (!card.loads() || card.parameters() != source.parameters()) {
            throw new IllegalStateException("what was packed does not load: " + card.refusals());
        }
        ObjectNode document = document(request, card, digest);
        source.fingerprint().ifPresent(value -> document.put("packed_from", value));
        Artifact file = context.store().json(FILE, Origin.MODEL_DERIVED, document);
        context.store().json(OTHER_NAME, Origin.MODEL_DERIVED, document);
        context.evidence(Unit.SLIDE, "model", "model_card")
                .value(CanonicalJson.object()
                        .put("fingerprint", digest)
                        .put("parameters", card.parameters())
                        .put("licence", request.licence()))
                .summary(request.name() + " was packed: " + Words.count(card.parameters()) + " numbers in "
                        + Words.count(card.tensors().size(), "tensor") + ", licence " + request.licence() + ".")
                .restsOn(file, "all")
                .qc(request.evaluation().isPresent() ? QcStatus.PASS : QcStatus.NOT_ASSESSED)
                .modelDerived(
                        new ModelReference(request.name(), source.flavour().words(), digest));
        return document;
    }

    private static ObjectNode document(Request request, CheckpointCard card, String digest) {
        ObjectNode document = card.document();
        document.put("schema_version", "1.0");
        document.put("name", request.name());
        document.put("licence", request.licence());
        document.put("fingerprint", digest);
        document.put("format", "safetensors");
        document.put(
                "intended_use",
                "Research on spatial transcriptomics; vectors and predictions are model-derived and not for diagnosis.");
        document.remove("source");
        request.evaluation().ifPresent(file -> document.set("evaluation", StrictJson.read(file)));
        return document;
    }

    private static Path packFolder(Request request, ToolContext context) {
        CheckpointFolder folder = CheckpointFolder.open(request.checkpoint(), request.scripts()::read);
        for (String name : BESIDE) {
            Path file = request.checkpoint().resolve(name);
            if (Files.isRegularFile(file)) {
                context.store().file(name, "application/json", Origin.MODEL_DERIVED, to -> Files.copy(file, to));
            }
        }
        Artifact weights = context.store().file(WEIGHTS, BINARY, Origin.MODEL_DERIVED, file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                SafetensorsWriter.write(
                        out,
                        List.copyOf(folder.weights().stateDict().tensors().values()),
                        Map.of(
                                "format",
                                "pt",
                                "packed_from",
                                folder.fingerprint().sha256()));
            }
        });
        return context.store().locate(weights.path()).getParent();
    }

    private static Path packRegionModel(Request request, ToolContext context) {
        for (String name : REGION_MODEL) {
            Path file = request.checkpoint().resolve(name);
            context.store().file(name, BINARY, Origin.MODEL_DERIVED, to -> Files.copy(file, to));
        }
        return context.store().locate(REGION_MODEL.get(0)).getParent();
    }
}
