package io.spatho.cli.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Zarr stores in a folder whose links lead in circles or out of it and whose descriptions claim too much. */
final class StoreDamages {

    private final String store;
    private final List<Damage> damages = new ArrayList<>();

    private StoreDamages(String store) {
        this.store = store;
    }

    static List<Damage> of(String store) {
        StoreDamages made = new StoreDamages(store);
        made.links();
        made.descriptions();
        return made.damages;
    }

    private void add(String kind, String detail, Damage.Work work) {
        damages.add(new Damage(kind, store, detail, work));
    }

    private void links() {
        add("circle of links", "a folder in itself", folder -> {
            Path uns = folder.resolve(store).resolve("uns");
            Files.createSymbolicLink(uns.resolve("loop1"), uns);
            Files.createSymbolicLink(uns.resolve("loop2"), uns);
        });
        add("circle of links", "two folders", folder -> {
            Path a = Files.createDirectory(folder.resolve(store).resolve("uns").resolve("a"));
            Path b = Files.createDirectory(folder.resolve(store).resolve("uns").resolve("b"));
            Files.createSymbolicLink(a.resolve("b"), b);
            Files.createSymbolicLink(a.resolve("c"), b);
            Files.createSymbolicLink(b.resolve("a"), a);
            Files.createSymbolicLink(b.resolve("c"), a);
            for (Path group : List.of(a, b)) {
                Files.copy(folder.resolve(store).resolve("uns/zarr.json"), group.resolve("zarr.json"));
            }
        });
        add("link out of the folder", "of a group", folder -> {
            Path outside = Files.createDirectories(folder.resolveSibling("outside"));
            Files.createSymbolicLink(folder.resolve(store).resolve("uns").resolve("away"), outside);
        });
        add(
                "extra file",
                "a folder without description",
                folder -> Files.createDirectory(
                        folder.resolve(store).resolve("uns").resolve("empty")));
    }

    private void descriptions() {
        String data = "X/data/zarr.json";
        text("impossible counts", data, "shape", text -> text.replaceFirst("\"shape\"\\s*:\\s*\\[\\d+", "$0000000000"));
        text(
                "impossible counts",
                data,
                "chunks",
                text -> text.replaceFirst("\"chunk_shape\"\\s*:\\s*\\[\\d+", "$0000000000"));
        text(
                "impossible counts",
                data,
                "no chunk",
                text -> text.replaceFirst("(\"chunk_shape\"\\s*:\\s*\\[)\\d+", "$10"));
        text("impossible counts", data, "negative", text -> text.replaceFirst("(\"shape\"\\s*:\\s*\\[)\\d+", "$1-5"));
        for (String type : List.of("float64", "int16", "string", "complex64", "bool", "weather")) {
            text("other type", data, type, text -> text.replaceFirst("float32", type));
        }
        text("other byte order", data, "big", text -> text.replaceFirst("\"little\"", "\"big\""));
        text("other packing", data, "unknown codec", text -> text.replaceFirst("zstd", "zfpy"));
        text("JSON bomb", data, "depth", text -> "[".repeat(100_000));
        text("duplicate keys", data, "", text -> text.replaceFirst("\\{", "{\"zz\": 1, \"zz\": 2,"));
        text(
                "other content",
                data,
                "format 4",
                text -> text.replaceFirst("\"zarr_format\"\\s*:\\s*3", "\"zarr_format\":4"));
    }

    private void text(String kind, String name, String detail, UnaryOperator<String> change) {
        damages.add(new Damage(kind, store + "/" + name, detail, folder -> {
            Path path = folder.resolve(store).resolve(name);
            write(path, change.apply(Files.readString(path)));
        }));
    }

    private static void write(Path path, String text) throws IOException {
        Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
