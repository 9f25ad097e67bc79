package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.parallel.Workers;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.tool.RunPlan;
import io.spatho.stgpt.discordance.MadeSlides;
import io.spatho.stgpt.discordance.PictureNoise;
import io.spatho.stgpt.discordance.ScoreSettings;
import io.spatho.stgpt.engine.DeviceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What training and scoring of discordance take, and how they run. */
final class DiscordanceRun {

    private static final int MADE_SLIDES = 2;
    private static final int MADE_SIDE = 30;
    private static final int MADE_GENES = 100;
    private static final int MADE_FEATURES = 32;

    @Parameters(paramLabel = "BUNDLE", arity = "0..*", description = "One or several cases, each a slide of its own.")
    private List<Path> bundles = List.of();

    @Option(
            names = "--image-features",
            paramLabel = "FILE",
            split = ",",
            description =
                    "The features.parquet that spatho histology encode made of each case, in the order of the cases.")
    private List<Path> features = List.of();

    @Option(
            names = "--field",
            paramLabel = "UM",
            description = "The field of view whose features are used (default: the largest in the first file).")
    private Optional<Double> field = Optional.empty();

    @Option(
            names = "--genes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Most genes: those that vary most in all cases together (default: ${DEFAULT-VALUE}).")
    private int genes;

    @Option(
            names = "--synthetic",
            description =
                    "Instead of cases: two made slides of five domains with planted discordance; the agreement with the"
                            + " truth is told.")
    private boolean synthetic;

    @Option(
            names = "--planted",
            paramLabel = "N",
            description =
                    "With --synthetic: discs of each slide whose genes are of another domain (default: 3). With cases:"
                            + " pairs of discs of 20 spots on each slide that exchange their pictures, to see whether they"
                            + " are found (default: none).")
    private Optional<Integer> planted = Optional.empty();

    @Option(
            names = "--noise",
            paramLabel = "KIND",
            description = "With --synthetic: noise of the pictures, normal, smooth (alike in neighbouring spots) or"
                    + " heavy-tailed (default: normal).")
    private Optional<String> noise = Optional.empty();

    @Mixin
    private RunTarget target;

    @Option(
            names = "--permutations",
            paramLabel = "B",
            defaultValue = "99",
            description = "Exchanges of pictures behind the p-values (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--level",
            paramLabel = "RATE",
            defaultValue = "0.05",
            description = "False discovery rate of discordant spots (default: ${DEFAULT-VALUE}).")
    private double level;

    @Option(
            names = "--domains",
            paramLabel = "K",
            description =
                    "Number of domains, by k-means (default: those that the model trained, or Leiden clusters; 5 with"
                            + " --synthetic).")
    private Optional<Integer> domains = Optional.empty();

    @Option(
            names = "--root",
            paramLabel = "SPOT",
            description = "Where pseudotime begins (default: the centre of the largest domain).")
    private Optional<String> root = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private DeviceOption device;

    @Mixin
    private BundleChoice bundle;

    @Mixin
    private Threads threads;

    long seed() {
        return seed;
    }

    DeviceRequest device() {
        return device.request();
    }

    /** The number of domains that is asked for. */
    Optional<Integer> domains() {
        return synthetic && domains.isEmpty() ? Optional.of(MadeSlides.DOMAINS) : domains;
    }

    ScoreSettings scoring() {
        try {
            return new ScoreSettings(
                    rounds, level, domains(), root, ScoreSettings.standard(seed).fewest(), seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Problem.of("the settings of the scoring are impossible: " + e.getMessage())
                    .at("--permutations, --level, --domains")
                    .expected("9 to 9999, a rate between 0 and 1, 2 to 200", e.getMessage()));
        }
    }

    /** Runs a plan over the spots, with the genes named or, without any, those that vary most. */
    int execute(
            String name,
            ObjectNode choices,
            Optional<List<String>> wanted,
            String result,
            Function<DiscordanceSpots, RunPlan> maker,
            CommandSpec spec) {
        require();
        RunFolder.check(target.output, target.existing());
        ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
        List<SourceFile> inputs = new ArrayList<>();
        try (Workers workers = new Workers(threads.count())) {
            DiscordanceSpots spots = spots(wanted, inputs, workers, progress);
            RunIdentity identity = new RunIdentity(SpathoVersion.current(), seed, describe(name, choices), inputs);
            PlanExecution.Left left = new PlanExecution(identity, caseJson(spots, synthetic), workers, progress)
                    .execute(target.output, target.existing(), target.key(), place -> maker.apply(spots));
            Path file = target.output.resolve(result);
            String line = CanonicalJson.line(CanonicalJson.object()
                    .put("run_id", identity.runId())
                    .put("result", file.toString())
                    .put("artifacts", left.artifacts().size())
                    .put("evidence", left.evidence().size()));
            if (!target.json()) {
                CaseRun.sentences(left.last()).forEach(progress::note);
            }
            spec.commandLine().getOut().println(target.json() ? line : file.toString());
        }
        return 0;
    }

    private DiscordanceSpots spots(
            Optional<List<String>> wanted, List<SourceFile> inputs, Workers workers, ConsoleProgress progress) {
        if (synthetic) {
            int discs = planted.orElse(MadeSlides.DISCS);
            PictureNoise kind = noise.flatMap(PictureNoise::named).orElse(PictureNoise.NORMAL);
            return DiscordanceSpots.made(
                    MadeSlides.of(MADE_SLIDES, MADE_SIDE, MADE_GENES, MADE_FEATURES, discs, kind, seed, workers));
        }
        DiscordanceSpots read =
                new DiscordanceSlides(bundle, field, genes, wanted, workers, progress).read(bundles, features, inputs);
        return planted.filter(pairs -> pairs > 0)
                .map(pairs -> read.swapped(pairs, seed))
                .orElse(read);
    }

    private void require() {
        scoring();
        device();
        if (synthetic != bundles.isEmpty()) {
            throw new UsageException(Problem.of(synthetic ? "cases and made slides at once" : "there is no case")
                    .at("BUNDLE")
                    .fix("Name cases with --image-features, or use --synthetic alone"));
        }
        if (!synthetic && bundles.size() != features.size()) {
            throw new UsageException(Problem.of("every case needs the features of its picture")
                    .at("--image-features")
                    .expected(bundles.size() + " files", features.size())
                    .fix("Make them with spatho histology encode BUNDLE --he SLIDE -o OUT"));
        }
        RunSettings.require("--genes", genes, genes >= 2 && genes <= 20_000);
        RunSettings.require(
                "--planted", planted, planted.filter(n -> n < 0 || n > 20).isEmpty());
        RunSettings.require(
                "--noise",
                noise,
                noise.isEmpty()
                        || (synthetic && noise.flatMap(PictureNoise::named).isPresent()));
    }

    private ObjectNode describe(String name, ObjectNode choices) {
        ObjectNode config = CanonicalJson.object();
        config.put("study", "discordance " + name);
        config.put("synthetic", synthetic).put("genes", genes);
        planted.ifPresent(n -> config.put("planted", n));
        noise.ifPresent(kind -> config.put("noise", kind));
        config.put("matrix", bundle.matrix);
        bundle.binSize.ifPresent(size -> config.put("bin_size", size));
        field.ifPresent(um -> config.put("field", um));
        ArrayNode names = config.putArray("cases");
        bundles.forEach(path -> names.add(RunSettings.name(path)));
        config.set("scoring", scoring().document());
        config.setAll(choices);
        return config;
    }

    private static ObjectNode caseJson(DiscordanceSpots spots, boolean made) {
        return CanonicalJson.object()
                .put("name", String.join(", ", spots.material().slides().names()))
                .put("platform", made ? "made" : "several")
                .put("software_version", "")
                .put("observations", spots.material().size())
                .put("genes", spots.material().genes().size());
    }
}
