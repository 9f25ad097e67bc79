package io.spatho.stgpt.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.spatho.core.analysis.EmbeddingColumns;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.shard.ShardNumber;
import io.spatho.core.shard.ShardPart;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes the vectors of one shard of a case: whole blocks of observations, so that they have the bits of a run that computes all.
 * Writes {@code shard/rows-<item>.parquet} ({@code cell_id}, {@code emb_0 …}) and {@code shard/shard.json}.
 *
 * <p>Determinism: as {@link EmbedCellsTool}. Cost: its share of the network, and reading the whole case.
 */
public final class EmbedShardTool implements Tool<EmbedShardTool.Request, ShardPart> {

    /**
     * What to embed.
     *
     * @param kept all observations that passed quality control
     * @param source a network that was trained before
     * @param shard which of them are this shard's
     */
    public record Request(SpatialDataset kept, EmbeddingSource source, ShardNumber shard) {}

    @Override
    public ToolId id() {
        return new ToolId("embed_shard", "1.0");
    }

    @Override
    public String purpose() {
        return "Gives the observations of one shard their vectors.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("task", EmbedCellsTool.task(request.source()))
                .put("shard", request.shard().toString());
    }

    @Override
    public ShardPart run(Request request, ToolContext context) {
        CellWork work = CellWork.of(request.source(), request.kept(), context);
        int from = request.shard().from(work.items(), work.block());
        int to = request.shard().to(work.items(), work.block());
        List<ShardPart.Piece> pieces = new ArrayList<>();
        if (from < to) {
            String path = ShardPart.pathOf(from);
            context.store().table(path, Origin.MODEL_DERIVED, table(work, from, work.vectors(from, to)));
            pieces.add(new ShardPart.Piece(path, from, to));
        }
        ShardPart part = new ShardPart(
                request.shard(),
                EmbedCellsTool.task(request.source()),
                work.isOnGpu() ? "gpu" : "cpu",
                work.items(),
                false,
                pieces);
        Artifact document = context.store().json(ShardPart.PATH, Origin.MODEL_DERIVED, part.toJson());
        context.evidence(Unit.SLIDE, "slide", "shard")
                .value(CanonicalJson.object()
                        .put("shard", request.shard().toString())
                        .put("observations", to - from)
                        .put("of_observations", work.items()))
                .summary("Shard " + request.shard() + " holds the vectors of " + Words.count(to - from) + " of "
                        + Words.count(work.items()) + " observations.")
                .restsOn(document, "pieces")
                .modelDerived(work.model());
        return part;
    }

    private static Table table(CellWork work, int from, DenseMatrix vectors) {
        String[] ids = new String[vectors.rows()];
        Arrays.setAll(ids, row -> work.id(from + row));
        return EmbeddingColumns.append(Table.ofRows(ids.length).with("cell_id", new Column.Strings(ids)), vectors);
    }

    /** The vectors of all observations, as shards computed them. */
    static EmbeddedCells merge(SpatialDataset kept, EmbeddingSource.FromShards source, ToolContext context) {
        CellWork work = CellWork.of(source.network(), kept, context);
        DenseMatrix all = DenseMatrix.zeros(work.items(), work.width());
        source.shards()
                .forEachPiece(
                        EmbedCellsTool.task(source.network()),
                        work.items(),
                        (piece, table) -> take(work, piece, table, all));
        return work.finish(all);
    }

    private static void take(CellWork work, ShardPart.Piece piece, Table table, DenseMatrix all) {
        int width = all.columns();
        boolean fits =
                table.rows() == piece.to() - piece.from() && table.names().size() == width + 1;
        String[] ids = fits ? table.strings("cell_id") : new String[0];
        for (int row = 0; row < ids.length; row++) {
            fits &= work.id(piece.from() + row).equals(ids[row]);
        }
        if (!fits) {
            throw new InputException(Problem.of("a shard holds other observations than the case")
                    .at(piece.path())
                    .expected(
                            (piece.to() - piece.from()) + " vectors of " + width + " numbers",
                            table.rows() + " rows of " + table.names().size() + " columns")
                    .fix("Compute the shard again"));
        }
        for (int column = 0; column < width; column++) {
            float[] values = ((Column.Floats) table.column("emb_" + column)).values();
            for (int row = 0; row < values.length; row++) {
                all.values()[(piece.from() + row) * width + column] = values[row];
            }
        }
    }
}
