package io.spatho.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.error.Problem;
import io.spatho.core.error.UsageException;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.shard.ShardNumber;
import io.spatho.core.shard.ShardSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a command does one part of its work, or takes that work from the parts that others did. */
final class ShardOptions {

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Do only part I of N of the work of the network and leave it for spatho merge.")
    private Optional<String> shard = Optional.empty();

    @Option(
            names = "--shards",
            paramLabel = "DIR",
            hidden = true,
            description = "Take the work of the network from the folder of a shard; once for each (spatho merge gives"
                    + " this).")
    private List<Path> folders = List.of();

    private Optional<ShardSet> opened = Optional.empty();

    /** A command that does all of its work. */
    static ShardOptions none() {
        return new ShardOptions();
    }

    /** Refuses what cannot be meant, and shards that are not whole, before anything else is read. */
    ShardOptions require() {
        Optional<ShardNumber> part = part();
        if (part.isPresent() && !folders.isEmpty()) {
            throw new UsageException(
                    Problem.of("--shard and --shards contradict each other").fix("Leave one of them out"));
        }
        if (!folders.isEmpty() && opened.isEmpty()) {
            opened = Optional.of(ShardSet.open(folders, new ParquetTables()));
        }
        return this;
    }

    /** The same for a command whose network must have been trained before. */
    ShardOptions require(ModelOptions model) {
        if ((shard.isPresent() || !folders.isEmpty()) && (model.checkpoint.isEmpty() || model.isOff())) {
            throw new UsageException(Problem.of("only the vectors of a checkpoint are computed in shards")
                    .at(shard.isPresent() ? "--shard" : "--shards")
                    .fix("Name the checkpoint with --checkpoint; a model for the case can be made with spatho stgpt"
                            + " train"));
        }
        return require();
    }

    /** The part to do; empty for all. */
    Optional<ShardNumber> part() {
        return shard.map(ShardNumber::parse);
    }

    /** The parts that others did. */
    Optional<ShardSet> done() {
        return opened;
    }

    /** Refuses parts that others did of another run. */
    void require(RunIdentity identity) {
        opened.ifPresent(set -> set.require(identity));
    }

    /** Writes what can change a result: a shard is a run of its own, what is put together is the whole run. */
    void describe(ObjectNode config) {
        part().ifPresent(part -> config.put("shard", part.toString()));
    }
}
