package io.spatho.stgpt.histology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.guardrail.Guardrails;
import io.spatho.core.guardrail.Verdict;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import io.spatho.stgpt.histology.tile.PositionCheck;
import io.spatho.stgpt.histology.tile.Tile;
import io.spatho.stgpt.histology.tile.Tiling;
import io.spatho.stgpt.histology.tile.TissueSlide;
import java.util.List;
import java.util.Optional;

/**
 * States where the tiles of a slide lie, how much of them is tissue, and how well slide and platform agree; writes {@code
 * histology/tiles.parquet} ({@code tile_id}, {@code x_um}, {@code y_um}, {@code column_px}, {@code row_px}, {@code tissue_share}) and
 * {@code histology/tiles.json}.
 */
public final class TileTool implements Tool<TileTool.Request, Tiling> {

    /** The table of tiles. */
    public static final String TABLE = "histology/tiles.parquet";

    /** The document on them. */
    public static final String DOCUMENT = "histology/tiles.json";

    private static final double LARGEST_SCALE_ERROR = 0.02;

    /**
     * What to state.
     *
     * @param slide the slide
     * @param tiling its tiles
     * @param positions the platform's own positions against its array, where it has one
     */
    public record Request(TissueSlide slide, Tiling tiling, Optional<PositionCheck> positions) {}

    @Override
    public ToolId id() {
        return new ToolId("tile_slide", "1.0");
    }

    @Override
    public String purpose() {
        return "States where the tiles of a slide lie and how much of them is tissue.";
    }

    @Override
    public JsonNode parameters(Request request) {
        return CanonicalJson.object()
                .put("tiling", request.tiling().fingerprint().sha256())
                .put("side_um", request.tiling().sideUm());
    }

    @Override
    public Tiling run(Request request, ToolContext context) {
        Tiling tiling = request.tiling();
        context.store().table(TABLE, Origin.MEASURED, table(tiling.tiles()));
        Artifact document = context.store().json(DOCUMENT, Origin.MEASURED, document(request));
        context.evidence(Unit.SLIDE, "slide", "histology_tiles")
                .value(CanonicalJson.object()
                        .put("tiles", tiling.tiles().size())
                        .put("considered", tiling.considered())
                        .put("mean_tissue_share", tiling.meanTissueShare())
                        .put("tissue_share_of_slide", request.slide().mask().share()))
                .summary(Words.count(tiling.tiles().size(), "tile") + " of " + Words.count(tiling.considered())
                        + " considered, " + Words.percent(tiling.meanTissueShare()) + " of their area on tissue.")
                .restsOn(document, "all")
                .qc(QcStatus.PASS)
                .measured();
        stateRegistration(request, document, context);
        return tiling;
    }

    private static void stateRegistration(Request request, Artifact document, ToolContext context) {
        double residual = request.slide().residualUm();
        double limit = Guardrails.REGISTRATION_CONFIDENCE.thresholds().get("maximum_residual_um");
        Optional<PositionCheck> check = request.positions();
        if (check.isEmpty() && Double.isNaN(residual)) {
            return;
        }
        boolean isFar = residual > limit
                || check.filter(found ->
                                found.scaleError().orElse(0) > LARGEST_SCALE_ERROR || found.residualUm() > limit)
                        .isPresent();
        StringBuilder detail = new StringBuilder();
        ObjectNode value = CanonicalJson.object();
        if (!Double.isNaN(residual)) {
            value.put("keypoint_residual_um", residual);
            detail.append("Key points are missed by ")
                    .append(Words.decimal(residual, 2))
                    .append(" µm. ");
        }
        check.ifPresent(found -> {
            value.put("array_residual_um", found.residualUm())
                    .put("array_largest_um", found.largestUm())
                    .put("array_pitch_um", found.pitchUm());
            detail.append("Positions lie ")
                    .append(Words.decimal(found.residualUm(), 2))
                    .append(" µm from the platform's array (root mean square), at most ")
                    .append(Words.decimal(found.largestUm(), 2))
                    .append(" µm, with a pitch of ")
                    .append(Words.decimal(found.pitchUm(), 2))
                    .append(" µm. ");
        });
        String sentence = detail.toString().strip();
        Verdict verdict = context.judge(
                isFar
                        ? Guardrails.REGISTRATION_CONFIDENCE.fail("tile positions", sentence)
                        : Guardrails.REGISTRATION_CONFIDENCE.pass("tile positions", sentence));
        context.evidence(Unit.SLIDE, "slide", "histology_registration")
                .value(value)
                .summary(sentence)
                .restsOn(document, "registration")
                .qc(isFar ? QcStatus.WARN : QcStatus.PASS)
                .verdict(verdict)
                .measured();
    }

    private static Table table(List<Tile> tiles) {
        return Table.ofRows(tiles.size())
                .with("tile_id", new Column.Strings(tiles.stream().map(Tile::id).toArray(String[]::new)))
                .with(
                        "x_um",
                        new Column.Doubles(tiles.stream().mapToDouble(Tile::xUm).toArray()))
                .with(
                        "y_um",
                        new Column.Doubles(tiles.stream().mapToDouble(Tile::yUm).toArray()))
                .with(
                        "column_px",
                        new Column.Doubles(
                                tiles.stream().mapToDouble(Tile::column).toArray()))
                .with(
                        "row_px",
                        new Column.Doubles(tiles.stream().mapToDouble(Tile::row).toArray()))
                .with(
                        "tissue_share",
                        new Column.Doubles(
                                tiles.stream().mapToDouble(Tile::tissueShare).toArray()));
    }

    private static JsonNode document(Request request) {
        Tiling tiling = request.tiling();
        TissueSlide slide = request.slide();
        ObjectNode node = CanonicalJson.object();
        node.put("slide", slide.slide().file().getFileName().toString());
        node.put("um_per_pixel_x", slide.pixelSize().x())
                .put("um_per_pixel_y", slide.pixelSize().y())
                .put("um_per_pixel_source", slide.pixelSize().source());
        node.put("tiles", tiling.tiles().size())
                .put("considered", tiling.considered())
                .put("way", tiling.way())
                .put("side_um", tiling.sideUm())
                .put("least_tissue", tiling.leastTissue());
        number(node, "step_um", tiling.stepUm());
        node.put("mean_tissue_share", tiling.meanTissueShare());
        ObjectNode registration = node.putObject("registration");
        SpatialTransform map = slide.toPixels();
        ArrayNode numbers = registration.putArray("um_to_pixel");
        numbers.add(map.a()).add(map.b()).add(map.c()).add(map.d()).add(map.e()).add(map.f());
        number(registration, "keypoint_residual_um", slide.residualUm());
        if (request.positions().isPresent()) {
            PositionCheck check = request.positions().get();
            ObjectNode array = registration.putObject("array");
            array.put("residual_um", check.residualUm()).put("largest_um", check.largestUm());
            array.put("pitch_um", check.pitchUm());
            number(array, "expected_pitch_um", check.expectedPitchUm());
        } else {
            registration.putNull("array");
        }
        return node;
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
