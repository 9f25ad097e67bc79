package io.spatho.cli;

import io.spatho.stgpt.service.ExplainRegionTool;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt explain SOURCE -o OUT}: what carries the vector of a region. */
@Command(
        name = "explain",
        description = "Say which observations, weights and genes carry the vector of a region.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CaseQuery query;

    @Option(names = "--region", paramLabel = "ID", required = true, description = "The region.")
    private String region;

    @Option(
            names = "--most-genes",
            paramLabel = "N",
            defaultValue = "20",
            description = "Genes to look at (default: ${DEFAULT-VALUE}).")
    private int mostGenes;

    @Override
    public Integer call() {
        RunSettings.require("--most-genes", mostGenes, mostGenes >= 1 && mostGenes <= 500);
        Map<String, String> choices = new TreeMap<>();
        choices.put("region", region);
        choices.put("most_genes", Integer.toString(mostGenes));
        return query.ask(
                "explain",
                choices,
                ExplainRegionTool.FILE,
                new ExplainRegionTool(),
                subject -> new ExplainRegionTool.Request(
                        subject.embedded(), region, mostGenes, subject.network().get()),
                spec);
    }
}
