package io.spatho.cli;

import io.spatho.core.analysis.RegionTool;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.region.Region;
import io.spatho.core.tool.RunPlan.Results;
import io.spatho.stgpt.evaluation.Split;
import io.spatho.stgpt.evaluation.Split.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How cells are divided into those that train, those that choose and those that judge. */
final class SplitChoice {

    @Option(
            names = "--split",
            paramLabel = "KIND",
            defaultValue = "spatial_block",
            description = "What is held out whole: spatial_block, region, slide or case (default: ${DEFAULT-VALUE}).")
    private String split = "spatial_block";

    @Option(
            names = "--split-column",
            paramLabel = "COLUMN",
            description = "For slide and case: the column of obs that names it (default: slide_id, case_id).")
    private Optional<String> column = Optional.empty();

    Strategy strategy() {
        return Arrays.stream(Strategy.values())
                .filter(known -> known.id().equals(split.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new UsageException(Problem.of("unknown split")
                        .at("--split")
                        .expected("spatial_block, region, slide or case", split)));
    }

    void describe(Map<String, String> study) {
        study.put("split", strategy().id());
        column.ifPresent(name -> study.put("split_column", name));
    }

    Split of(MeasuredSteps study, Results results, long seed) {
        SpatialDataset kept = study.kept(results);
        Strategy strategy = strategy();
        return switch (strategy) {
            case SPATIAL_BLOCK -> Split.spatialBlocks(kept, seed);
            case REGION -> {
                RegionTool.Result regions = results.of(study.regions());
                List<String> ids = regions.regions().stream().map(Region::id).toList();
                yield Split.regions(regions.regionOf(kept.size()), ids, seed);
            }
            case SLIDE -> Split.column(kept, strategy, column.orElse("slide_id"), seed);
            case CASE -> Split.column(kept, strategy, column.orElse("case_id"), seed);
        };
    }
}
