package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.fingerprint.Fingerprint;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.hest.HestBenchmarkTool;
import io.spatho.stgpt.hest.HestPatches;
import io.spatho.stgpt.hest.HestSplit;
import io.spatho.stgpt.histology.encoder.TileEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho histology hest TASK -o OUT --encoder NAME}: how well an encoder does on a task of the HEST benchmark. */
@Command(
        name = "hest",
        description = {
            "Judge an encoder on a task of the HEST benchmark, in its own layout (splits/, patches/, adata/, var_50genes.json)",
            "and by its own regression; beside the benchmark's figure stand correlations within slides, with controls.",
            "A run that was killed goes on with --resume."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class HistologyHestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TASK", description = "The folder of a task, such as IDC, as downloaded.")
    private Path task;

    @Mixin
    private EncoderOptions encoder;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "256",
            description = "Principal components of the features at most (default: ${DEFAULT-VALUE}, as published).")
    private int components;

    @Mixin
    private SlideModelRun run;

    @Override
    public Integer call() {
        encoder.require();
        RunSettings.require("--components", components, components >= 1 && components <= 4096);
        ObjectNode choices = CanonicalJson.object();
        choices.put("study", "histology hest").put("components", components);
        encoder.describe(choices);
        try (TileEncoder opened = encoder.open(HestPatches.UM_PER_PIXEL)) {
            return run.execute(
                    choices, new HestBenchmarkTool(), HestBenchmarkTool.FILE, workers -> read(opened, workers), spec);
        }
    }

    private SlideModelRun.Prepared<HestBenchmarkTool.Request> read(TileEncoder opened, Workers workers) {
        List<HestSplit> splits = HestSplit.read(task);
        List<String> genes = HestSplit.genes(task);
        Map<String, HestSplit.Sample> samples = new LinkedHashMap<>();
        splits.stream()
                .flatMap(split -> Stream.concat(split.train().stream(), split.test().stream()))
                .forEach(sample -> samples.put(sample.id(), sample));
        List<SourceFile> inputs = new ArrayList<>(encoder.inputs());
        int patches = 0;
        for (HestSplit.Sample sample : samples.values()) {
            try (HestPatches opening = HestPatches.open(sample.patches(), workers)) {
                patches += opening.size();
            }
            inputs.add(PreparedCase.source("patches of " + sample.id(), sample.patches()));
            inputs.add(PreparedCase.source("expression of " + sample.id(), sample.expression()));
        }
        Fingerprint digest = Fingerprint.ofText(
                splits + inputs.stream().map(SourceFile::sha256).collect(Collectors.joining()));
        return new SlideModelRun.Prepared<>(
                new HestBenchmarkTool.Request(splits, genes, opened, components, digest, run.seed),
                inputs,
                new SlideModelRun.Subject(RunSettings.name(task), "h5ad", "", patches, genes.size()));
    }
}
