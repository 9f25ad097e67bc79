package io.spatho.core.shard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.core.artifact.FolderStore;
import io.spatho.core.error.InputException;
import io.spatho.core.error.Problem;
import io.spatho.core.json.StrictJson;
import io.spatho.core.run.RunFolder;
import io.spatho.core.run.RunIdentity;
import io.spatho.core.run.RunVerifier;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * All shards of one run, each intact, each there once, of the same inputs, configuration and version.
 *
 * <p>Cost: opening reads every byte of every shard once, to hold it against its manifest; tables are read one at a time.
 */
public final class ShardSet {

    private final List<Shard> shards;
    private final TableFormat tables;

    private ShardSet(List<Shard> shards, TableFormat tables) {
        this.shards = List.copyOf(shards);
        this.tables = tables;
    }

    private record Shard(Path folder, JsonNode manifest, ShardPart part) {}

    /**
     * Opens the folders of all shards of a run, in any order.
     *
     * @throws InputException naming the folder, when one is no finished shard, was altered, belongs to another run or stands twice, or
     *     when a shard is missing
     */
    public static ShardSet open(List<Path> folders, TableFormat tables) {
        NavigableMap<Integer, Shard> found = new TreeMap<>();
        for (Path folder : folders) {
            Shard shard = read(folder);
            if (!found.isEmpty()) {
                requireSameRun(found.firstEntry().getValue(), shard);
            }
            Shard twin = found.put(shard.part().shard().number(), shard);
            if (twin != null) {
                throw new InputException(Problem.of("shard " + shard.part().shard() + " was given twice")
                        .at(folder)
                        .expected("each shard once", twin.folder()));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no shards");
        }
        requireAll(found);
        return new ShardSet(new ArrayList<>(found.values()), tables);
    }

    private static Shard read(Path folder) {
        RunVerifier.Report report = RunVerifier.verify(folder);
        if (!report.findings().isEmpty()) {
            throw new InputException(
                    Problem.of("a shard was altered: " + report.findings().get(0))
                            .at(folder)
                            .fix("Compute the shard again; spatho verify lists all that is wrong"));
        }
        Path description = folder.resolve(ShardPart.PATH);
        if (!Files.isRegularFile(description)) {
            throw new InputException(Problem.of("not a shard")
                    .at(folder)
                    .expected(ShardPart.PATH, "a run without it")
                    .fix("Name folders that were made with --shard i/n"));
        }
        return new Shard(
                folder,
                StrictJson.read(folder.resolve(RunFolder.MANIFEST)),
                ShardPart.read(StrictJson.read(description), description));
    }

    private static void requireSameRun(Shard first, Shard shard) {
        RunDifferences.require(
                "a shard belongs to another run", shard.folder(), whole(first.manifest()), whole(shard.manifest()));
        requireEqual(
                shard, "one of", first.part().shard().of(), shard.part().shard().of());
        requireEqual(shard, "items", first.part().items(), shard.part().items());
        requireEqual(shard, "task", first.part().task(), shard.part().task());
        if (!first.part().device().equals(shard.part().device())) {
            throw new InputException(
                    Problem.of("shards were computed on different kinds of device")
                            .at(shard.folder())
                            .expected(first.part().device(), shard.part().device())
                            .fix(
                                    "Compute all on one kind, with the same --device; kinds agree within a tolerance, not to the bit"));
        }
    }

    private static void requireEqual(Shard shard, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new InputException(Problem.of("a shard belongs to another run")
                    .at(shard.folder())
                    .expected(what + " " + expected, found));
        }
    }

    private static void requireAll(NavigableMap<Integer, Shard> found) {
        int of = found.firstEntry().getValue().part().shard().of();
        List<String> missing = new ArrayList<>();
        int next = 0;
        for (int number = 1; number <= of; number++) {
            Shard shard = found.get(number);
            if (shard == null) {
                missing.add(number + "/" + of);
                continue;
            }
            next = requireSeamless(shard, missing.isEmpty() ? next : -1);
        }
        if (!missing.isEmpty()) {
            throw new InputException(Problem.of("shards are missing")
                    .expected("all " + of, found.size() + " of them, without " + String.join(", ", missing))
                    .fix("Compute them with --shard, or name their folders"));
        }
        Shard last = found.lastEntry().getValue();
        requireEqual(last, "items to", last.part().items(), next);
    }

    /** The item after a shard's last; a shard may be empty. */
    private static int requireSeamless(Shard shard, int expected) {
        List<ShardPart.Piece> pieces = shard.part().pieces();
        if (pieces.isEmpty()) {
            return expected;
        }
        if (expected >= 0) {
            requireEqual(shard, "items from", expected, pieces.get(0).from());
        }
        return pieces.get(pieces.size() - 1).to();
    }

    private static RunIdentity whole(JsonNode manifest) {
        RunIdentity identity = RunDifferences.identity(manifest);
        ObjectNode config = identity.config().deepCopy();
        config.remove("shard");
        return new RunIdentity(identity.spathoVersion(), identity.seed(), config, identity.inputs());
    }

    /** What the run that the shards make together is. */
    public RunIdentity whole() {
        return whole(shards.get(0).manifest());
    }

    /**
     * Refuses shards of another run.
     *
     * @throws InputException naming the first thing that differs: version, seed, an option or an input
     */
    public void require(RunIdentity identity) {
        RunDifferences.require("the shards belong to another run", shards.get(0).folder(), identity, whole());
    }

    /** Whether a shard met parts of a slide that could not be decoded. */
    public boolean gaps() {
        return shards.stream().anyMatch(shard -> shard.part().gaps());
    }

    /**
     * All tables of the shards, in the order of their items.
     *
     * @param task the digest of the task that asks
     * @param items how many items it has
     * @param taker takes each table with the items that it holds
     * @throws InputException when the shards hold another task
     */
    public void forEachPiece(String task, int items, BiConsumer<ShardPart.Piece, Table> taker) {
        for (Shard shard : shards) {
            requireEqual(shard, "task", task, shard.part().task());
            requireEqual(shard, "items", items, shard.part().items());
            FolderStore store = new FolderStore(shard.folder(), tables, "");
            shard.part().pieces().forEach(piece -> taker.accept(piece, store.readTable(piece.path())));
        }
    }
}
