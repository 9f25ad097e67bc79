package io.spatho.cli.corpus;

import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.tree.TreeObject;
import io.spatho.core.parallel.Workers;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;

/** An AnnData file of three observations and two variables as another tool would write it, with any part replaced. */
final class MadeAnnData {

    /** How many groups hang below {@code uns/chain}, each in the one before. */
    static final int CHAIN = 24;

    private final Map<String, BiConsumer<TreeGroup, String>> replaced;

    private MadeAnnData(Map<String, BiConsumer<TreeGroup, String>> replaced) {
        this.replaced = replaced;
    }

    /** Writes the file; parts named by path are written by the caller instead. */
    static void write(Path file, Map<String, BiConsumer<TreeGroup, String>> replaced, Workers workers) {
        try (Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            new MadeAnnData(replaced).write(writer.root());
            writer.finish();
        }
    }

    private void write(Hdf5Group root) {
        mark(root, "anndata", "0.1.0");
        TreeGroup x = mark(root.group("X"), "csr_matrix", "0.1.0");
        x.attribute("shape", new long[] {3, 2});
        part(x, "X/", "data", (group, name) -> group.floats(name, new float[] {1, 2, 3, 4}));
        part(x, "X/", "indices", (group, name) -> group.ints(name, new int[] {0, 1, 0, 1}));
        part(x, "X/", "indptr", (group, name) -> group.ints(name, new int[] {0, 2, 3, 4}));
        frame(root, "obs", new String[] {"a", "b", "c"});
        frame(root, "var", new String[] {"EPCAM", "CD3E"});
        TreeGroup obsm = mark(root.group("obsm"), "dict", "0.1.0");
        part(
                obsm,
                "obsm/",
                "spatial",
                (group, name) -> mark(group.doubles(name, new double[] {1, 2, 3, 4, 5, 6}, 3, 2), "array", "0.2.0"));
        TreeGroup uns = mark(root.group("uns"), "dict", "0.1.0");
        for (String name : new String[] {"loop1", "loop2", "a long name for a link"}) {
            mark(uns.group(name), "dict", "0.1.0");
        }
        TreeGroup link = uns.group("chain");
        for (int i = 0; i < CHAIN; i++) {
            link.group("more");
            link = link.group("next");
        }
    }

    private void frame(Hdf5Group root, String name, String[] index) {
        TreeGroup frame = mark(root.group(name), "dataframe", "0.2.0");
        frame.attribute("_index", "_index");
        frame.attribute("column-order", new String[0]);
        part(frame, name + "/", "_index", (group, part) -> mark(group.strings(part, index), "string-array", "0.2.0"));
    }

    private void part(TreeGroup group, String parent, String name, BiConsumer<TreeGroup, String> usual) {
        replaced.getOrDefault(parent + name, usual).accept(group, name);
    }

    private static <T extends TreeObject> T mark(T object, String type, String version) {
        object.attribute("encoding-type", type);
        object.attribute("encoding-version", version);
        return object;
    }
}
