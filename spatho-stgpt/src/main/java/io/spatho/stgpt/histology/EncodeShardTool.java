package io.spatho.stgpt.histology;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.Unit;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.shard.ShardNumber;
import io.spatho.core.shard.ShardPart;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.histology.feature.FeatureBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the features of one shard of a slide's tiles: whole blocks of {@link EncodeTool}, so that they have the bits of a run that
 * computes all. Writes {@code shard/rows-<block>.parquet} with the columns of {@code histology/features.parquet}, and {@code
 * shard/shard.json}.
 *
 * <p>Finished blocks are kept until the shard is whole, so one that was killed goes on where it stood.
 */
public final class EncodeShardTool implements Tool<EncodeShardTool.Request, ShardPart> {

    private static final String FOLDER = "shard";

    /**
     * What to encode.
     *
     * @param whole all tiles
     * @param shard which of their blocks are this shard's
     */
    public record Request(EncodeTool.Request whole, ShardNumber shard) {}

    @Override
    public ToolId id() {
        return new ToolId("encode_shard", "1.0");
    }

    @Override
    public String purpose() {
        return "Gives the tiles of one shard their features.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("task", EncodeTool.task(request.whole()).sha256())
                .put("shard", request.shard().toString());
    }

    @Override
    public ShardPart run(Request request, ToolContext context) {
        EncodeTool.Request whole = request.whole();
        Fingerprint task = EncodeTool.task(whole);
        TileBlocks work = new TileBlocks(whole, context.workers());
        int from = request.shard().from(work.count(), 1);
        int to = request.shard().to(work.count(), 1);
        Origin origin = whole.encoder().model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        FeatureBlocks blocks = FeatureBlocks.open(context.store().locate(FOLDER), task);
        List<ShardPart.Piece> pieces = new ArrayList<>();
        for (int block = from; block < to; block++) {
            if (!blocks.has(block, work.rows(block))) {
                blocks.put(block, work.table(block));
            }
            pieces.add(new ShardPart.Piece(ShardPart.pathOf(block), block, block + 1));
            context.progress().advance(block + 1L - from, to - from);
        }
        for (ShardPart.Piece piece : pieces) {
            context.store().table(piece.path(), origin, blocks.get(piece.from()));
        }
        blocks.clear();
        ShardPart part = new ShardPart(
                request.shard(),
                task.sha256(),
                whole.encoder().isOnGpu() ? "gpu" : "cpu",
                work.count(),
                work.metGaps(),
                pieces);
        state(request, part, context.store().json(ShardPart.PATH, origin, part.toJson()), context);
        return part;
    }

    private static void state(Request request, ShardPart part, Artifact document, ToolContext context) {
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "shard")
                .value(CanonicalJson.object()
                        .put("shard", part.shard().toString())
                        .put("blocks", part.pieces().size())
                        .put("of_blocks", part.items()))
                .summary("Shard " + part.shard() + " holds the features of "
                        + Words.count(part.pieces().size(), "block") + " of tiles, of " + Words.count(part.items())
                        + " in all.")
                .restsOn(document, "pieces");
        request.whole().encoder().model().ifPresentOrElse(draft::modelDerived, draft::measured);
    }
}
