package io.spatho.stgpt.histology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.shard.ShardSet;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import io.spatho.stgpt.histology.feature.FeatureBlocks;
import io.spatho.stgpt.histology.feature.TileFeatures;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Gives every tile its features at every field of view; writes {@code histology/features.parquet} ({@link TileFeatures}) and {@code
 * histology/encoder.json}.
 *
 * <p>Finished blocks of 512 tiles are kept below {@code histology/} until the table is whole, so a run that was killed goes on where it
 * stood. Determinism: the same bytes for any number of threads and for a resumed run; on a GPU vectors agree within 1e-4. Progress:
 * patches per second are told at the end.
 */
public final class EncodeTool implements Tool<EncodeTool.Request, Path> {

    /** The document on encoder and fields. */
    public static final String DOCUMENT = "histology/encoder.json";

    private static final String FOLDER = "histology";
    private static final ToolId ID = new ToolId("encode_tiles", "1.0");

    private final Optional<ShardSet> shards;

    /** A tool that encodes. */
    public EncodeTool() {
        this(Optional.empty());
    }

    /** A tool that takes features from all shards of a run, as {@link EncodeShardTool} left them, where there are some. */
    public EncodeTool(Optional<ShardSet> shards) {
        this.shards = shards;
    }

    /**
     * What to encode.
     *
     * @param slide the slide
     * @param slideSha256 digest of its file
     * @param tiling its tiles
     * @param encoder what makes vectors
     * @param fieldsUm sides of the fields of view, in the order of the table
     * @param normalized whether colours are brought to the reference's (Macenko) first
     */
    public record Request(
            TissueSlide slide,
            String slideSha256,
            Tiling tiling,
            TileEncoder encoder,
            List<Double> fieldsUm,
            boolean normalized) {

        public Request {
            fieldsUm = List.copyOf(fieldsUm);
            if (fieldsUm.isEmpty() || fieldsUm.stream().anyMatch(um -> !(um > 0))) {
                throw new IllegalArgumentException("fields of view: " + fieldsUm);
            }
        }
    }

    @Override
    public ToolId id() {
        return ID;
    }

    @Override
    public String purpose() {
        return "Gives every tile its features at every field of view.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return described(request);
    }

    /** A digest of this tool and of all that decides the features; shards of one task agree in it. */
    static Fingerprint task(Request request) {
        return Fingerprint.ofText(ID + CanonicalJson.line(described(request)));
    }

    private static ObjectNode described(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("slide", request.slideSha256())
                .put("tiling", request.tiling().fingerprint().sha256())
                .put("encoder", request.encoder().name())
                .put("encoder_fingerprint", request.encoder().fingerprint())
                .put("stain", request.normalized() ? "macenko" : "none");
        request.fieldsUm().forEach(node.putArray("fields_um")::add);
        return node;
    }

    @Override
    public Path run(Request request, ToolContext context) {
        TileBlocks work = new TileBlocks(request, context.workers());
        Origin origin = request.encoder().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        Artifact table = shards.map(set -> merge(set, request, work, origin, context))
                .orElseGet(() -> encode(request, work, origin, context));
        context.store().json(DOCUMENT, origin, document(request, work));
        state(request, work, table, context);
        return context.store().locate(TileFeatures.PATH);
    }

    private static Artifact encode(Request request, TileBlocks work, Origin origin, ToolContext context) {
        FeatureBlocks blocks = FeatureBlocks.open(context.store().locate(FOLDER), task(request));
        long started = System.nanoTime();
        int made = 0;
        long done = 0;
        for (int block = 0; block < work.count(); block++) {
            if (!blocks.has(block, work.rows(block))) {
                blocks.put(block, work.table(block));
                made += work.rows(block);
            }
            done += work.rows(block);
            context.progress().advance(done, work.patches());
        }
        tellSpeed(context, made, work.patches(), (System.nanoTime() - started) / 1e9);
        Artifact table = context.store().table(TileFeatures.PATH, origin, blocks.get(0), sink -> {
            for (int block = 0; block < work.count(); block++) {
                sink.append(blocks.get(block));
            }
        });
        blocks.clear();
        return table;
    }

    private static Artifact merge(ShardSet set, Request request, TileBlocks work, Origin origin, ToolContext context) {
        if (set.gaps()) {
            work.expectGaps();
        }
        return context.store()
                .table(
                        TileFeatures.PATH,
                        origin,
                        work.example(),
                        sink -> set.forEachPiece(task(request).sha256(), work.count(), (piece, table) -> {
                            work.require(piece.from(), table);
                            sink.append(table);
                        }));
    }

    private static void tellSpeed(ToolContext context, int made, long patches, double seconds) {
        String rate = made > 0 && seconds > 0 ? ", " + Words.decimal(made / seconds, 1) + " patches per second" : "";
        String kept = made < patches ? "; " + Words.count(patches - made) + " were there already" : "";
        context.progress().note(Words.count(made) + " patches encoded" + rate + kept);
    }

    private static JsonNode document(Request request, TileBlocks work) {
        TileEncoder encoder = request.encoder();
        ObjectNode node = CanonicalJson.object();
        node.put("encoder", encoder.name())
                .put("fingerprint", encoder.fingerprint())
                .put("features", encoder.features().size())
                .put("tiles", request.tiling().tiles().size())
                .put("patches", work.patches());
        var fields = node.putArray("fields");
        for (double field : request.fieldsUm()) {
            int pixels = encoder.pixels(field);
            fields.addObject()
                    .put("field_um", field)
                    .put("pixels", pixels)
                    .put("um_per_pixel", field / pixels)
                    .put(
                            "level",
                            request.slide()
                                    .slide()
                                    .levelFor(field
                                            / pixels
                                            / request.slide().pixelSize().mean()));
        }
        encoder.model()
                .ifPresentOrElse(
                        model -> node.putObject("model")
                                .put("name", model.name())
                                .put("version", model.version())
                                .put("fingerprint", model.fingerprint()),
                        () -> node.putNull("model"));
        work.stain()
                .ifPresentOrElse(
                        stain -> {
                            ObjectNode stains = node.putObject("stain");
                            stains.put("method", "macenko");
                            for (double value : stain.haematoxylin()) {
                                stains.withArray("haematoxylin").add(value);
                            }
                            for (double value : stain.eosin()) {
                                stains.withArray("eosin").add(value);
                            }
                            for (double value : stain.strongest()) {
                                stains.withArray("strongest").add(value);
                            }
                        },
                        () -> node.putNull("stain"));
        return node;
    }

    private static void state(Request request, TileBlocks work, Artifact table, ToolContext context) {
        TileEncoder encoder = request.encoder();
        Optional<ModelReference> model = encoder.model();
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "histology_features")
                .value(CanonicalJson.object()
                        .put("patches", work.patches())
                        .put("features", encoder.features().size())
                        .put("incomplete_patches", work.incomplete()))
                .summary(Words.count(work.patches()) + " patches have "
                        + encoder.features().size() + " features each by " + encoder.name() + ".")
                .restsOn(table, "all")
                .qc(work.incomplete() > 0 ? QcStatus.WARN : QcStatus.PASS);
        if (model.isPresent()) {
            draft.modelDerived(model.get());
        } else {
            draft.measured();
        }
    }

    @Override
    public Optional<Path> restore(Request request, ToolContext context) {
        return Optional.of(context.store().locate(TileFeatures.PATH));
    }
}
