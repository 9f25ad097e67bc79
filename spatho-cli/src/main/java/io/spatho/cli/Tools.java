package io.spatho.cli;

import io.spatho.anndata.arrow.ExportArrowTool;
import io.spatho.anndata.h5ad.WriteCaseTool;
import io.spatho.anndata.regions.ExportRegionsTool;
import io.spatho.anndata.registration.RegisterSlideTool;
import io.spatho.core.analysis.AnnotationTool;
import io.spatho.core.analysis.AutocorrelationTool;
import io.spatho.core.analysis.BivariateTool;
import io.spatho.core.analysis.CaseTool;
import io.spatho.core.analysis.CellTableTool;
import io.spatho.core.analysis.ClusterTool;
import io.spatho.core.analysis.CommunicationTool;
import io.spatho.core.analysis.EmbeddingReviewTool;
import io.spatho.core.analysis.ExpressionTool;
import io.spatho.core.analysis.GeneMapTool;
import io.spatho.core.analysis.GraphTool;
import io.spatho.core.analysis.ImmuneRefinementTool;
import io.spatho.core.analysis.LocalStatisticsTool;
import io.spatho.core.analysis.NeighbourhoodTool;
import io.spatho.core.analysis.PatternTool;
import io.spatho.core.analysis.QualityTool;
import io.spatho.core.analysis.RegionEmbeddingTool;
import io.spatho.core.analysis.RegionReviewTool;
import io.spatho.core.analysis.RegionTool;
import io.spatho.core.analysis.SpatialFeaturesTool;
import io.spatho.core.cohort.CohortRegionsTool;
import io.spatho.core.cohort.CohortStructuresTool;
import io.spatho.core.cohort.IntegrateTool;
import io.spatho.core.cohort.ReadCohortTool;
import io.spatho.core.critic.CriticTool;
import io.spatho.core.plan.PlanTool;
import io.spatho.core.tool.ToolRegistry;
import io.spatho.report.ReportTool;
import io.spatho.report.audit.AuditTool;
import io.spatho.report.mechanism.MechanismTool;
import io.spatho.report.review.ReviewTool;
import io.spatho.stgpt.discordance.ScoreDiscordanceTool;
import io.spatho.stgpt.discordance.TrainDiscordanceTool;
import io.spatho.stgpt.evaluation.AblateTool;
import io.spatho.stgpt.evaluation.EvaluateTool;
import io.spatho.stgpt.finetune.FinetuneTool;
import io.spatho.stgpt.histology.EncodeTool;
import io.spatho.stgpt.histology.TileTool;
import io.spatho.stgpt.imputation.ImputeTool;
import io.spatho.stgpt.region.RegionTrainTool;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.service.CompareRegionsTool;
import io.spatho.stgpt.service.ExplainRegionTool;
import io.spatho.stgpt.service.ExportArtifactsTool;
import io.spatho.stgpt.service.PackageModelTool;
import io.spatho.stgpt.service.RetrieveRegionsTool;
import io.spatho.stgpt.service.ScoreNicheTool;
import io.spatho.stgpt.service.SummarizeStructuresTool;
import io.spatho.stgpt.service.ValidateCaseTool;
import java.util.List;

/** The tools of this version, one object each. */
final class Tools {

    private Tools() {}

    static ToolRegistry registry() {
        return new ToolRegistry(List.of(
                new PlanTool(),
                new CaseTool(),
                new QualityTool(),
                new ExpressionTool(),
                new GraphTool(),
                new ClusterTool(),
                new AnnotationTool(),
                new AutocorrelationTool(),
                new BivariateTool(),
                new LocalStatisticsTool(),
                new GeneMapTool(),
                new NeighbourhoodTool(),
                new PatternTool(),
                new CommunicationTool(),
                new SpatialFeaturesTool(),
                new ImmuneRefinementTool(),
                new RegionTool(),
                new ExportRegionsTool(),
                new RegisterSlideTool(),
                new EmbedCellsTool(),
                new SummarizeStructuresTool(),
                new RetrieveRegionsTool(),
                new CompareRegionsTool(),
                new ExplainRegionTool(),
                new ScoreNicheTool(),
                new ExportArtifactsTool(),
                new PackageModelTool(),
                new ValidateCaseTool(),
                new EvaluateTool(),
                new AblateTool(),
                new ImputeTool(),
                new TileTool(),
                new EncodeTool(),
                new RegionTrainTool(),
                new FinetuneTool(),
                new TrainDiscordanceTool(),
                new ScoreDiscordanceTool(),
                new RegionEmbeddingTool(),
                new EmbeddingReviewTool(),
                new RegionReviewTool(),
                new CellTableTool(),
                new ReadCohortTool(),
                new IntegrateTool(),
                new CohortStructuresTool(),
                new CohortRegionsTool(),
                new WriteCaseTool(),
                new ExportArrowTool(),
                new CriticTool(),
                new ReviewTool(),
                new MechanismTool(),
                new AuditTool(),
                new ReportTool()));
    }
}
