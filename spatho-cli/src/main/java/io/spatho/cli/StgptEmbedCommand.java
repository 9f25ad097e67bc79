package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.graph.Graph;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.text.Words;
import io.spatho.core.tool.Progress;
import io.spatho.core.tool.ToolContext;
import io.spatho.stgpt.engine.DeviceRequest;
import io.spatho.stgpt.runtime.EmbedCellsTool;
import io.spatho.stgpt.runtime.EmbeddingSource;
import io.spatho.stgpt.tokens.GeneMapping;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho stgpt embed BUNDLE --checkpoint DIR -o OUT}: the vector of every observation, without any other analysis. */
@Command(
        name = "embed",
        description = "Give every observation of a bundle its vector by a checkpoint, without quality control or other"
                + " analysis.",
        mixinStandardHelpOptions = true)
final class StgptEmbedCommand implements Callable<Integer> {

    private static final String TABLE = "stgpt/cell_embeddings.parquet";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "A Xenium, Visium or Visium HD folder, or an h5ad file.")
    private Path bundle;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            required = true,
            description = "A scGPT or scGPT-spatial folder.")
    private Path checkpoint;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Where " + TABLE + " is written.")
    private Path output;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of the choice of genes (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--force", description = "Replace the files if they exist.")
    private boolean force;

    @Mixin
    private CheckpointChoice choice;

    @Mixin
    private BundleChoice reading;

    @Mixin
    private ValidationChoice validation;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        if (Files.exists(output.resolve(TABLE)) && !force) {
            throw new UsageException(Problem.of("the output exists")
                    .at(output.resolve(TABLE))
                    .fix("Use --force to replace it, or name another folder"));
        }
        DeviceRequest request = device.request();
        PrintWriter err = spec.commandLine().getErr();
        try (Workers workers = new Workers(threads.count())) {
            SpatialDataset dataset = reading.open(bundle, workers);
            validation.require(bundle, dataset.metadata().warnings());
            try (EmbeddingSource.FromCheckpoint source =
                    EmbeddingSource.FromCheckpoint.open(checkpoint, dataset.panel(), request, choice.options())) {
                state(source.mapping(), err);
                Progress progress = new ConsoleProgress(err);
                progress.step(1, 1, "embed");
                embed(dataset, source, workers, progress);
            }
            err.println(
                    Words.count(dataset.size(), dataset.metadata().platform().observation()));
        }
        spec.commandLine().getOut().println(output.resolve(TABLE));
        return 0;
    }

    private static void state(GeneMapping mapping, PrintWriter err) {
        err.println(mapping.sharedGenes() + " of " + mapping.panelGenes() + " genes are known to the checkpoint, "
                + mapping.renamed() + " of them by another name");
        if (!mapping.ambiguous().isEmpty()) {
            err.println("left out as ambiguous: " + String.join(", ", mapping.ambiguous()));
        }
    }

    private void embed(
            SpatialDataset dataset, EmbeddingSource.FromCheckpoint source, Workers workers, Progress progress) {
        EmbedCellsTool tool = new EmbedCellsTool();
        String[] structures = new String[dataset.size()];
        Arrays.fill(structures, "all");
        Graph none = Graph.ofEdges(dataset.size(), new int[0], new int[0], new float[0]);
        EmbedCellsTool.Request request = new EmbedCellsTool.Request(dataset, none, structures, source);
        ObjectNode settings = CanonicalJson.object();
        settings.set("embed_cells", tool.parameters(request));
        RunIdentity identity = new RunIdentity(
                SpathoVersion.current(),
                seed,
                settings,
                List.copyOf(dataset.metadata().sources()));
        FolderStore store = new FolderStore(output, new ParquetTables(), identity.runId());
        tool.run(request, new ToolContext(tool.id(), List.of(), store, workers, seed, progress));
    }
}
