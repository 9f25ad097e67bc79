package io.spatho.cli.corpus;

import io.spatho.anndata.tree.TreeGroup;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** AnnData files in HDF5 whose links lead in circles, unfold without end or leave the file, and whose arrays have another type. */
final class LinkDamages {

    private final String file;
    private final List<Damage> damages = new ArrayList<>();

    private LinkDamages(String file) {
        this.file = file;
    }

    static List<Damage> of(String file) {
        LinkDamages made = new LinkDamages(file);
        made.circles();
        made.softLinks();
        made.types();
        return made.damages;
    }

    private void patch(String kind, String detail, Consumer<Hdf5Patch> change) {
        damages.add(new Damage(kind, file, detail, folder -> change(folder.resolve(file), change)));
    }

    private static void change(Path path, Consumer<Hdf5Patch> change) throws IOException {
        Hdf5Patch patch = new Hdf5Patch(Files.readAllBytes(path));
        change.accept(patch);
        Files.write(path, patch.toBytes());
    }

    private void circles() {
        patch("circle of links", "a group in itself", patch -> patch.hard("uns", "loop1", "uns"));
        patch("circle of links", "twice in itself", patch -> {
            patch.hard("uns", "loop1", "uns");
            patch.hard("uns", "loop2", "uns");
        });
        patch("circle of links", "the root twice", patch -> {
            patch.hard("uns", "loop1", "/");
            patch.hard("uns", "loop2", "/");
        });
        patch("circle of links", "a link instead of a matrix", patch -> patch.hard("/", "X", "/"));
        patch("circle of links", "an array instead of a table", patch -> patch.hard("/", "obs", "obsm/spatial"));
        patch("links without end", "groups that name the next one twice", patch -> {
            StringBuilder path = new StringBuilder("uns/chain");
            List<Long> groups = new ArrayList<>();
            for (int i = 0; i < MadeAnnData.CHAIN; i++) {
                groups.add(patch.address(path.toString()));
                path.append("/next");
            }
            for (int i = MadeAnnData.CHAIN - 2; i >= 0; i--) {
                patch.hard(groups.get(i), "more", groups.get(i + 1));
            }
        });
        // From the 25th group on down the depth is allowed, the number of paths is not.
        patch("links without end", "few groups deep", patch -> {
            String end = "uns/chain" + "/next".repeat(MadeAnnData.CHAIN - 20);
            patch.hard("uns", "loop1", end);
            for (int i = MadeAnnData.CHAIN - 2; i >= MadeAnnData.CHAIN - 20; i--) {
                String group = "uns/chain" + "/next".repeat(i);
                patch.hard(group, "more", group + "/next");
            }
            patch.hard("uns", "chain", "uns/loop2");
        });
    }

    private void softLinks() {
        patch("circle of links", "a soft link to itself", patch -> patch.soft("uns", "loop1", "loop1", "loop1"));
        patch("circle of links", "two soft links", patch -> {
            patch.soft("uns", "loop1", "loop1", "loop2");
            patch.soft("uns", "loop2", "loop2", "loop1");
        });
        patch("circle of links", "a soft link to its group", patch -> patch.soft("uns", "loop1", "loop1", "/uns/"));
        patch("links without end", "soft links that double", patch -> {
            patch.soft("uns", "loop1", "a", "b/a/b/a/b");
            patch.soft("uns", "loop2", "b", "a/b/a/b/a");
        });
        patch("link to nothing", "", patch -> patch.soft("uns", "loop1", "loop1", "/none"));
        String name = "a long name for a link";
        patch(
                "link into a file",
                "of the machine",
                patch -> patch.external("uns", name, "lnk", "/etc/ssl/openssl.cnf"));
        patch("link into a file", "beside it", patch -> patch.external("uns", name, "a name for a link", "others"));
    }

    private void types() {
        part(
                "other type",
                "text for numbers",
                "X/data",
                (group, name) -> group.strings(name, new String[] {"1", "2", "3", "4"}));
        part(
                "other type",
                "fractions for positions",
                "X/indices",
                (group, name) -> group.doubles(name, new double[] {0, 1.5, 0, 1}));
        part("other type", "a group for an array", "X/indptr", (group, name) -> group.group(name));
        part("other type", "one byte", "X/indptr", (group, name) -> group.bytes(name, new byte[] {0, 2, 3, 4}));
        part(
                "other type",
                "two dimensions",
                "X/data",
                (group, name) -> group.floats(name, new float[] {1, 2, 3, 4}, 2, 2));
        part(
                "other type",
                "integers for positions",
                "obsm/spatial",
                (group, name) -> group.ints(name, new int[] {1, 2, 3, 4, 5, 6}, 3, 2));
        part(
                "other type",
                "text for positions",
                "obsm/spatial",
                (group, name) -> group.strings(name, new String[] {"1", "2", "3", "4", "5", "6"}, 3, 2));
        part(
                "other type",
                "a row too few",
                "obsm/spatial",
                (group, name) -> group.doubles(name, new double[] {1, 2, 3, 4}, 2, 2));
        part("other type", "numbers for names", "obs/_index", (group, name) -> group.ints(name, new int[] {1, 2, 3}));
        part(
                "other type",
                "truth for names",
                "obs/_index",
                (group, name) -> group.booleans(name, new boolean[] {true, false, true}));
        patch("other byte order", "of indices alone", patch -> patch.bigEndian("X/indices"));
        patch("other byte order", "of row starts alone", patch -> patch.bigEndian("X/indptr"));
        BiConsumer<TreeGroup, String> reversed =
                (group, name) -> group.ints(name, new int[] {0, Integer.reverseBytes(1), 0, Integer.reverseBytes(1)});
        damages.add(new Damage("other byte order", file, "of indices, as it says", folder -> {
            rewrite(folder, Map.of("X/indices", reversed));
            change(folder.resolve(file), patch -> patch.bigEndian("X/indices"));
        }));
    }

    private void part(String kind, String detail, String path, BiConsumer<TreeGroup, String> content) {
        damages.add(new Damage(kind, file, path + " " + detail, folder -> rewrite(folder, Map.of(path, content))));
    }

    private void rewrite(Path folder, Map<String, BiConsumer<TreeGroup, String>> parts) throws IOException {
        Files.delete(folder.resolve(file));
        try (Workers workers = new Workers(1)) {
            MadeAnnData.write(folder.resolve(file), parts, workers);
        }
    }
}
