package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.ReferenceCells;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.stgpt.retrieval.IndexReferenceTool;
import io.spatho.stgpt.retrieval.ReferenceFiles;
import io.spatho.stgpt.retrieval.ReferenceSettings;
import io.spatho.stgpt.runtime.EmbeddingSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho rag index REF.h5ad -o INDEX --cell-type COLUMN}: makes reference cells searchable. */
@Command(
        name = "index",
        description =
                "Make an index of dissociated reference cells (any h5ad with raw counts) that rag train looks up.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RagIndexCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "REF", description = "An h5ad file or Zarr store with raw counts.")
    private Path source;

    @Mixin
    private SlideModelRun run;

    @Option(
            names = "--cell-type",
            paramLabel = "COLUMN",
            required = true,
            description = "The column of obs with types.")
    private String cellType;

    @Option(
            names = "--vectors",
            paramLabel = "NAME",
            description = "Search this matrix of obsm (such as stGPT vectors) instead of principal components.")
    private Optional<String> vectors = Optional.empty();

    @Option(
            names = "--genes",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Most genes kept, the most variable (default: ${DEFAULT-VALUE}).")
    private int genes;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "50",
            description = "Principal components (default: ${DEFAULT-VALUE}).")
    private int components;

    @Option(
            names = "--most-per-type",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most cells of a type (default: ${DEFAULT-VALUE}).")
    private int mostPerType;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Search the vectors that this scGPT or scGPT-spatial folder gives the cells.")
    private Optional<Path> checkpoint = Optional.empty();

    @Mixin
    private DeviceOption device;

    @Mixin
    private CheckpointChoice choice;

    private Optional<EmbeddingSource.FromCheckpoint> opened = Optional.empty();

    @Override
    public Integer call() {
        choice.require();
        if (checkpoint.isPresent() ? vectors.isPresent() : choice.isGiven()) {
            throw new UsageException(Problem.of("options that do not go together")
                    .at("--checkpoint")
                    .expected(
                            "--vectors or --checkpoint, and options of the checkpoint with it only", "another choice"));
        }
        RunSettings.require("--genes", genes, genes >= 2 && genes <= 100_000);
        RunSettings.require("--components", components, components >= 1 && components <= 1000);
        RunSettings.require("--most-per-type", mostPerType, mostPerType >= 1);
        ObjectNode config = CanonicalJson.object();
        config.put("study", "rag index")
                .put("cell_type", cellType)
                .put("genes", genes)
                .put("components", components)
                .put("most_per_type", mostPerType);
        vectors.ifPresent(name -> config.put("vectors", name));
        checkpoint.ifPresent(folder -> {
            config.put("checkpoint", RunSettings.name(folder));
            choice.describe(config);
        });
        try {
            return run.execute(config, new IndexReferenceTool(), ReferenceFiles.DOCUMENT, this::read, spec);
        } finally {
            opened.ifPresent(EmbeddingSource::close);
        }
    }

    private SlideModelRun.Prepared<IndexReferenceTool.Request> read(Workers workers) {
        try (ArrayTree tree = Bundles.tree(source, workers)) {
            ReferenceCells cells = ReferenceCells.read(tree);
            ReferenceSettings settings =
                    new ReferenceSettings(cellType, vectors, genes, components, mostPerType, run.seed);
            String name = RunSettings.name(source);
            opened = checkpoint.map(folder ->
                    EmbeddingSource.FromCheckpoint.open(folder, cells.panel(), device.request(), choice.options()));
            List<SourceFile> inputs = new ArrayList<>(List.of(Bundles.self(source)));
            checkpoint.ifPresent(
                    folder -> choice.files().forEach((role, file) -> inputs.add(PreparedCase.source(role, file))));
            return new SlideModelRun.Prepared<>(
                    new IndexReferenceTool.Request(cells, settings, opened, name),
                    inputs,
                    new SlideModelRun.Subject(
                            name,
                            "reference",
                            "",
                            cells.ids().length,
                            cells.panel().size()));
        }
    }
}
