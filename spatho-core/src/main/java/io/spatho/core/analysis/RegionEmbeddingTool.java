package io.spatho.core.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.Artifact;
import io.spatho.core.artifact.Origin;
import io.spatho.core.evidence.ModelReference;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.region.CellMembership;
import io.spatho.core.region.Region;
import io.spatho.core.region.RegionImage;
import io.spatho.core.region.RegionOutlier;
import io.spatho.core.region.RegionOutliers;
import io.spatho.core.region.RegionPooling;
import io.spatho.core.region.RegionQc;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.text.Words;
import io.spatho.core.tool.EvidenceDraft;
import io.spatho.core.tool.Tool;
import io.spatho.core.tool.ToolContext;
import io.spatho.core.tool.ToolId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pools the vectors of a region's members into one vector per region, and finds regions that are weakly supported, ambiguous or
 * outlying by it. The main embedding writes {@code region_embeddings.parquet} and {@code region_outliers.parquet}; a baseline
 * writes {@code region_<name>_embeddings.parquet} only.
 */
public final class RegionEmbeddingTool implements Tool<RegionEmbeddingTool.Request, RegionEmbeddingTool.Result> {

    /**
     * What to pool.
     *
     * @param regions regions with members
     * @param embedding vectors of the observations
     * @param main whether this is the run's main embedding rather than a baseline
     * @param images where each region lies on the slide picture, in the order of regions; empty without a slide
     */
    public record Request(RegionTool.Result regions, CellEmbedding embedding, boolean main, List<RegionImage> images) {

        public Request {
            images = List.copyOf(images);
        }

        private boolean[] imaged(int regions) {
            boolean[] imaged = new boolean[regions];
            for (int region = 0; region < images.size(); region++) {
                imaged[region] = images.get(region).isUsable();
            }
            return imaged;
        }
    }

    /**
     * Vectors of the regions.
     *
     * @param vectors regions x dimensions, unit length; NaN rows where there is none
     * @param quality the quality of each region
     * @param outliers regions to look at twice; empty for a baseline
     * @param model the trained model behind the vectors, if there is one
     */
    public record Result(
            DenseMatrix vectors,
            List<RegionQc> quality,
            List<RegionOutlier> outliers,
            Optional<ModelReference> model) {}

    @Override
    public ToolId id() {
        return new ToolId("region_embeddings", "1.0");
    }

    @Override
    public String purpose() {
        return "Pools the vectors of a region's members into one vector per region.";
    }

    @Override
    public JsonNode parameters(Request request) {
        ObjectNode node = CanonicalJson.object();
        node.put("embedding", request.embedding().name())
                .put("pooling", RegionPooling.METHOD)
                .put("main", request.main())
                .put("low_panel_overlap", request.embedding().lowPanelOverlap());
        request.embedding().model().ifPresent(model -> node.put("model_fingerprint", model.fingerprint()));
        return node;
    }

    @Override
    public Result run(Request request, ToolContext context) {
        RegionTool.Result regions = request.regions();
        CellEmbedding embedding = request.embedding();
        int count = regions.regions().size();
        DenseMatrix vectors = RegionPooling.pool(embedding.vectors(), withVector(request), count);
        List<RegionQc> quality = RegionQc.of(
                regions.members(),
                count,
                new RegionQc.Expectations(regions.fewestCells(), request.imaged(count), embedding.lowPanelOverlap()));
        Origin origin = embedding.model().isPresent() ? Origin.MODEL_DERIVED : Origin.MEASURED;
        String path = "regions/region_" + (request.main() ? "" : embedding.name() + "_") + "embeddings.parquet";
        String[] flags = quality.stream().map(RegionQc::qcFlag).toArray(String[]::new);
        Artifact file = context.store().table(path, origin, RegionTables.embeddings(regions, vectors, flags));
        List<RegionOutlier> outliers = List.of();
        if (request.main()) {
            outliers = RegionOutliers.of(
                    vectors, regions.regions(), quality, RegionOutliers.Limits.standard(), regions.observation());
            Artifact outlierFile = context.store()
                    .table("regions/region_outliers.parquet", origin, outlierTable(regions.regions(), outliers));
            for (RegionOutlier outlier : outliers) {
                state(context, embedding, regions.regions().get(outlier.region()), outlier, outlierFile);
            }
        }
        EvidenceDraft draft = context.evidence(Unit.SLIDE, "slide", "region_embeddings")
                .value(CanonicalJson.object()
                        .put("regions", count)
                        .put("dimensions", vectors.columns())
                        .put("outliers", outliers.size()))
                .summary(Words.count(count, "region") + " have a vector of " + vectors.columns() + " numbers from "
                        + embedding.name()
                        + (request.main()
                                ? "; " + Words.count(outliers.size(), "finding") + " ask for a second look."
                                : " (baseline)."))
                .restsOn(file, "all")
                .qc(embedding.lowPanelOverlap() ? QcStatus.WARN : QcStatus.PASS);
        complete(draft, embedding.model());
        return new Result(vectors, quality, outliers, embedding.model());
    }

    /** Completes evidence as what it is: measured, or made by the model. */
    static void complete(EvidenceDraft draft, Optional<ModelReference> model) {
        if (model.isPresent()) {
            draft.modelDerived(model.get());
        } else {
            draft.measured();
        }
    }

    /** Members without a vector are left out of the mean rather than turning it into NaN. */
    private static List<CellMembership> withVector(Request request) {
        DenseMatrix vectors = request.embedding().vectors();
        List<CellMembership> members = new ArrayList<>();
        for (CellMembership member : request.regions().members()) {
            if (vectors.columns() > 0 && !Float.isNaN(vectors.get(member.cell(), 0))) {
                members.add(member);
            }
        }
        return members;
    }

    private static Table outlierTable(List<Region> regions, List<RegionOutlier> outliers) {
        List<RegionOutlier> sorted = outliers.stream()
                .sorted(Comparator.comparing(
                        (RegionOutlier outlier) -> regions.get(outlier.region()).id()))
                .toList();
        return Table.ofRows(sorted.size())
                .with(
                        "region_id",
                        new Column.Strings(sorted.stream()
                                .map(outlier -> regions.get(outlier.region()).id())
                                .toArray(String[]::new)))
                .with(
                        "reason",
                        new Column.Strings(sorted.stream()
                                .map(outlier -> outlier.kind().id())
                                .toArray(String[]::new)))
                .with(
                        "score",
                        new Column.Doubles(sorted.stream()
                                .mapToDouble(RegionOutlier::value)
                                .toArray()))
                .with(
                        "detail",
                        new Column.Strings(
                                sorted.stream().map(RegionOutlier::reason).toArray(String[]::new)));
    }

    private static void state(
            ToolContext context, CellEmbedding embedding, Region region, RegionOutlier outlier, Artifact file) {
        ObjectNode value = CanonicalJson.object();
        value.put("kind", outlier.kind().id());
        JsonNumbers.put(value, "score", outlier.value());
        JsonNumbers.put(value, "limit", outlier.threshold());
        EvidenceDraft draft = context.evidence(Unit.REGION, region.id(), "region_outlier")
                .value(value)
                .summary("Region " + region.id() + " asks for a second look: " + outlier.reason() + ".")
                .restsOn(file, "region_id = " + region.id())
                .qc(QcStatus.WARN);
        boolean fromVectors = outlier.kind() != RegionOutlier.Kind.WEAKLY_SUPPORTED;
        complete(draft, fromVectors ? embedding.model() : Optional.empty());
    }
}
