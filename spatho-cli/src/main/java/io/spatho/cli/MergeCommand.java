package io.spatho.cli;

import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.run.RunFolder;
import io.spatho.core.shard.ShardSet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spatho merge SHARD... --case SOURCE -o OUT}: the run that shards make together. */
@Command(
        name = "merge",
        description = {
            "Put the shards of a run (--shard I/N) together: the same bytes as the run in one piece.",
            "Refuses shards that are missing, altered, given twice or of another run."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MergeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHARD", arity = "1..*", description = "The output folders of all shards, in any order.")
    private List<Path> shards;

    @Option(
            names = "--case",
            paramLabel = "SOURCE",
            required = true,
            description = "The bundle, h5ad file or slide that the shards were made from.")
    private Path source;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "A further file or folder that the shards read (checkpoint, slide, regions, panel); shards name"
                            + " files without their folders. May be given several times.")
    private List<Path> inputs = List.of();

    @Mixin
    private OutputOptions target;

    @Mixin
    private Threads threads;

    @Override
    public Integer call() {
        ShardSet set = ShardSet.open(shards, new ParquetTables());
        Path manifest = shards.get(0).resolve(RunFolder.MANIFEST);
        List<String> line = new RepeatedCommand(spec.root(), set.whole().config(), manifest, inputs).words(source);
        shards.forEach(shard -> line.add("--shards=" + shard));
        line.addAll(target.words());
        line.addAll(List.of("--threads", "" + threads.count()));
        return SpathoCommand.execute(
                spec.commandLine().getOut(), spec.commandLine().getErr(), line.toArray(String[]::new));
    }
}
