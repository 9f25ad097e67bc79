package io.spatho.cli;

import io.spatho.anndata.bundle.BundleOptions;
import io.spatho.anndata.bundle.Bundles;
import io.spatho.anndata.h5ad.AnnDataConversion;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.CountSink;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import io.spatho.core.text.Words;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho convert BUNDLE -o case.h5ad}: a bundle as an AnnData file, without any analysis. */
@Command(
        name = "convert",
        description = "Write a bundle as an AnnData file that anndata, scanpy and squidpy open.",
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "A Xenium, Visium or Visium HD folder, or an h5ad file.")
    private Path bundle;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The h5ad file to write, or with a name that ends in .zarr a Zarr store.")
    private Path output;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "h5ad, zarr (AnnData in Zarr) or spatialdata; by default what the output's name says.")
    private CaseOutput format;

    @Option(
            names = "--compression",
            paramLabel = "KIND",
            defaultValue = "gzip",
            description = "Of an h5ad file: gzip or none (default: ${DEFAULT-VALUE}).")
    private Compression compression;

    @Mixin
    private BundleChoice choice;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Mixin
    private ValidationChoice validation;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        if (Files.exists(output) && !force) {
            throw new UsageException(
                    Problem.of("the output exists").at(output).fix("Use --force to replace it, or name another file"));
        }
        CaseOutput target = CaseOutput.of(format, output);
        target.require(compression);
        try (Workers workers = new Workers(threads.count())) {
            BundleOptions options = choice.options(workers);
            InputWatch watch = InputWatch.of(bundle, List.of());
            if (options.format().orElseGet(() -> Bundles.detect(bundle)) == Platform.H5AD && target.isAnnData()) {
                rewrite(target, options, watch, workers);
                return 0;
            }
            SpatialDataset dataset =
                    target.convert(output, compression, workers, counts -> read(counts, watch, workers));
            dataset.metadata().warnings().forEach(spec.commandLine().getErr()::println);
            spec.commandLine()
                    .getErr()
                    .println(Words.count(
                                    dataset.size(),
                                    dataset.metadata().platform().observation()) + ", "
                            + Words.count(dataset.panel().size(), "gene"));
            spec.commandLine().getOut().println(output);
        }
        return 0;
    }

    /** Reads the case; its counts go to the sink where there is one. */
    private SpatialDataset read(Optional<CountSink> counts, InputWatch watch, Workers workers) {
        SpatialDataset dataset =
                counts.isPresent() ? choice.open(bundle, counts.get(), workers) : choice.open(bundle, workers);
        validation.require(bundle, dataset.metadata().warnings());
        watch.require(dataset.metadata().sources());
        return dataset;
    }

    /** An AnnData file comes out whole, every element under today's encoding. */
    private void rewrite(CaseOutput target, BundleOptions options, InputWatch watch, Workers workers) {
        PrintWriter err = spec.commandLine().getErr();
        try (ArrayTree source = Bundles.tree(bundle, workers)) {
            target.write(output, compression, workers, root -> {
                AnnDataConversion.Result result =
                        AnnDataConversion.convert(source, Bundles.self(bundle), options.spatialUnit(), root);
                validation.require(bundle, result.warnings());
                watch.require(List.of(new SourceFile("h5ad", RunSettings.name(bundle), 0, "")));
                result.warnings().forEach(err::println);
                result.facts().forEach(err::println);
                err.println(result.observations() + " x " + result.variables());
            });
        }
        spec.commandLine().getOut().println(output);
    }
}
