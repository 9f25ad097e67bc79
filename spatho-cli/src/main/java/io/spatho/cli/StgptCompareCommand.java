package io.spatho.cli;

import io.spatho.stgpt.service.CompareRegionsTool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt compare SOURCE -o OUT}: how two regions or sets of regions differ. */
@Command(
        name = "compare",
        description = "Compare two regions or sets of regions by their vectors and their measured genes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StgptCompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CaseQuery query;

    @Option(
            names = "--first",
            paramLabel = "ID",
            split = ",",
            required = true,
            description = "Region ids, or structure:LABEL for all regions of a structure.")
    private List<String> first = List.of();

    @Option(names = "--second", paramLabel = "ID", split = ",", required = true, description = "The other regions.")
    private List<String> second = List.of();

    @Override
    public Integer call() {
        Map<String, String> choices = new TreeMap<>();
        choices.put("first", String.join(",", first));
        choices.put("second", String.join(",", second));
        return query.ask(
                "compare",
                choices,
                CompareRegionsTool.FILE,
                new CompareRegionsTool(),
                subject -> new CompareRegionsTool.Request(subject.embedded(), first, second),
                spec);
    }
}
