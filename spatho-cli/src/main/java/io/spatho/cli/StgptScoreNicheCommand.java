package io.spatho.cli;

import io.spatho.stgpt.service.ScoreNicheTool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt score-niche SOURCE -o OUT}: every region's score for a niche. */
@Command(
        name = "score-niche",
        description = "Score every region for a niche of labels, genes or example regions.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptScoreNicheCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CaseQuery query;

    @Option(names = "--labels", paramLabel = "LABEL", split = ",", description = "Labels that make up the niche.")
    private List<String> labels = List.of();

    @Option(
            names = "--label-column",
            paramLabel = "COLUMN",
            defaultValue = "cluster_id",
            description = "Column of the labels (default: ${DEFAULT-VALUE}).")
    private String column;

    @Option(names = "--genes", paramLabel = "NAME", split = ",", description = "Genes that are high in the niche.")
    private List<String> genes = List.of();

    @Option(
            names = "--examples",
            paramLabel = "ID",
            split = ",",
            description = "Regions that are such a niche, or structure:LABEL.")
    private List<String> examples = List.of();

    @Override
    public Integer call() {
        Map<String, String> choices = new TreeMap<>();
        choices.put("labels", String.join(",", labels));
        choices.put("label_column", column);
        choices.put("niche_genes", String.join(",", genes));
        choices.put("examples", String.join(",", examples));
        return query.ask(
                "score-niche",
                choices,
                ScoreNicheTool.FILE,
                new ScoreNicheTool(),
                subject -> new ScoreNicheTool.Request(subject.embedded(), column, labels, genes, examples),
                spec);
    }
}
