package io.spatho.cli;

import io.spatho.anndata.geojson.GeoJsonRegions.Drawing;
import io.spatho.anndata.geojson.RegionUnit;
import io.spatho.anndata.geojson.UnitRule;
import io.spatho.anndata.regions.RegionFiles;
import io.spatho.anndata.regions.RegionTarget;
import io.spatho.anndata.regions.RegionWriter;
import io.spatho.core.artifact.DurableFiles;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.region.Region;
import io.spatho.core.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho regions}: work on files of regions without a case. */
@Command(
        name = "regions",
        description = "Work on files of regions without a case.",
        mixinStandardHelpOptions = true,
        subcommands = RegionsCommand.Convert.class,
        synopsisSubcommandLabel = "COMMAND")
final class RegionsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    /** {@code spatho regions convert IN -o OUT --to FORMAT}. */
    @Command(
            name = "convert",
            description = "Write regions for another tool: QuPath, Xenium Explorer, Space Ranger or a table.",
            mixinStandardHelpOptions = true)
    static final class Convert implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "IN", description = "GeoJSON, a Xenium Explorer selection or a CSV of polygons.")
        private Path input;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "OUT",
                required = true,
                description = "The file to write.")
        private Path output;

        @Option(
                names = "--to",
                paramLabel = "FORMAT",
                required = true,
                description = "qupath, explorer, spaceranger or csv.")
        private String to;

        @Option(
                names = "--regions-unit",
                paramLabel = "UNIT",
                description = "Unit of the coordinates read, unless the file says it: um or pixel:UM_PER_PIXEL.")
        private Optional<String> unit = Optional.empty();

        @Option(
                names = "--to-unit",
                paramLabel = "UNIT",
                description =
                        "Unit of the coordinates written: um or pixel:UM_PER_PIXEL (default: as read; um for explorer).")
        private Optional<String> toUnit = Optional.empty();

        @Option(names = "--force", description = "Replace the file if it exists.")
        private boolean force;

        @Override
        public Integer call() {
            if (Files.exists(output) && !force) {
                throw new UsageException(Problem.of("the output exists")
                        .at(output)
                        .fix("Use --force to replace it, or name another file"));
            }
            RegionTarget target = target();
            List<String> warnings = new ArrayList<>();
            Drawing drawing = RegionFiles.outlines(input, UnitRule.parse(unit, Double.NaN), warnings);
            warnings.forEach(spec.commandLine().getErr()::println);
            RegionUnit written = written(drawing.unit(), target);
            List<Region> regions = drawing.regions();
            DurableFiles.write(output, file -> RegionWriter.write(file, regions, written, target));
            spec.commandLine().getErr().println(Words.count(regions.size(), "region") + " in " + written.text());
            spec.commandLine().getOut().println(output);
            return CommandLine.ExitCode.OK;
        }

        private RegionTarget target() {
            return Arrays.stream(RegionTarget.values())
                    .filter(target -> target.id().equals(to))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(Problem.of("unknown format")
                            .at("--to")
                            .expected("qupath, explorer, spaceranger or csv", to)));
        }

        private RegionUnit written(RegionUnit read, RegionTarget target) {
            if (target == RegionTarget.EXPLORER) {
                if (toUnit.isPresent() && !toUnit.get().equals("um")) {
                    throw new UsageException(Problem.of("Xenium Explorer takes micrometres only")
                            .at("--to-unit")
                            .expected("um", toUnit.get()));
                }
                return RegionUnit.um();
            }
            double pixel = read.name().equals("pixel") ? read.micrometres() : Double.NaN;
            return toUnit.isEmpty() ? read : UnitRule.parse(toUnit, pixel).resolve("--to-unit");
        }
    }
}
