package io.spatho.cli;

import io.spatho.anndata.synthetic.SyntheticBundles;
import io.spatho.anndata.synthetic.SyntheticOptions;
import io.spatho.core.dataset.Platform;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho synthesize KIND -o DIR}: a made bundle in the platform's own layout, with the truth beside it. */
@Command(
        name = "synthesize",
        description =
                "Make a bundle of made-up tissue in the layout of a platform, to try things out and to measure speed.",
        mixinStandardHelpOptions = true)
final class SynthesizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "xenium, visium or visium-hd.")
    private String kind;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder to make.")
    private Path output;

    @Option(
            names = "--cells",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Cells, spots or bins (default: ${DEFAULT-VALUE}).")
    private int cells;

    @Option(
            names = "--genes",
            paramLabel = "N",
            defaultValue = "300",
            description = "Genes (default: ${DEFAULT-VALUE}).")
    private int genes;

    @Option(
            names = "--molecules",
            paramLabel = "MEAN",
            description = "Mean counts of an observation (default: by platform).")
    private Optional<Double> molecules = Optional.empty();

    @Option(
            names = "--transcripts",
            paramLabel = "SHARE",
            arity = "0..1",
            defaultValue = "0",
            fallbackValue = "1",
            description = "For xenium: also make transcripts.parquet, with all molecules or this share of them.")
    private double transcripts;

    @Option(names = "--mex", description = "For xenium: also write the matrix as a Matrix Market folder.")
    private boolean matrixFolder;

    @Option(names = "--seed", defaultValue = "0", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--he",
            description =
                    "Xenium: also paint the H&E slide of the section, with alignment and key points, beside the folder.")
    private boolean slide;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        Platform platform = BundleChoice.platform(kind);
        if (Files.exists(output)) {
            throw new UsageException(
                    Problem.of("the output exists").at(output).fix("Name a folder that does not exist yet"));
        }
        SyntheticOptions options = SyntheticOptions.of(cells, genes, seed)
                .withTranscripts(transcripts)
                .withMatrixFolder(matrixFolder);
        if (molecules.isPresent()) {
            options = options.withMolecules(molecules.get());
        }
        if (slide && platform != Platform.XENIUM) {
            throw new UsageException(Problem.of("an H&E slide is painted for a Xenium section only")
                    .at("--he"));
        }
        options = options.withSlide(slide);
        try (Workers workers = new Workers(threads.count())) {
            SyntheticBundles.write(platform, options, output, workers);
        }
        spec.commandLine().getOut().println(output);
        return 0;
    }
}
