package io.spatho.cli.corpus;

import io.spatho.anndata.parquet.ParquetTable;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What only makes sense for one kind of file: bombs, impossible counts, NaN positions, repeated ids, contradictions. */
final class SpecialDamages {

    private static final int BOMB_BYTES = 300 << 20;

    private final List<Damage> damages = new ArrayList<>();

    private SpecialDamages() {}

    static List<Damage> of(Subject subject) throws IOException {
        SpecialDamages made = new SpecialDamages();
        for (String file : subject.files()) {
            if (file.endsWith("matrix.h5")) {
                made.damages.addAll(Hdf5Damages.of(file));
            }
            if (file.endsWith(".zip")) {
                made.damages.addAll(ZipDamages.of(file));
            }
            if (file.endsWith(".tif") || file.endsWith(".svs")) {
                made.damages.addAll(TiffDamages.of(file));
            }
            if (file.endsWith(".gz")) {
                made.gzip(file);
            }
            if (file.endsWith(".json") || file.endsWith(".xenium") || file.endsWith(".geojson")) {
                made.json(file);
            }
        }
        switch (subject.name()) {
            case "xenium-text" -> made.xeniumText();
            case "xenium" -> made.cellTable();
            case "visium" -> made.visium();
            case "regions" -> made.regions();
            case "panel" -> made.panel();
            case "anndata" -> made.damages.addAll(LinkDamages.of("other.h5ad"));
            case "zarr" -> made.damages.addAll(StoreDamages.of("case.zarr"));
            case "checkpoint" -> made.damages.addAll(CheckpointDamages.all());
            default -> {
                // The others have no damage of their own.
            }
        }
        if (subject.converts()) {
            made.extraFiles();
        }
        return made.damages;
    }

    private void add(String kind, String file, String detail, Damage.Work work) {
        damages.add(new Damage(kind, file, detail, work));
    }

    private void gzip(String file) {
        add("gzip bomb", file, "zeros", folder -> bomb(folder.resolve(file), ""));
        add("gzip bomb", file, "nested", folder -> {
            byte[] good = Files.readAllBytes(folder.resolve(file));
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(file)))) {
                out.write(good);
            }
        });
        text("long line", file, "40 MB", text -> text + "x".repeat(40 << 20));
    }

    private static void bomb(Path file, String start) throws IOException {
        byte[] block = new byte[1 << 20];
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(start.getBytes(StandardCharsets.UTF_8));
            for (int done = 0; done < BOMB_BYTES; done += block.length) {
                out.write(block);
            }
        }
    }

    private void text(String kind, String file, String detail, UnaryOperator<String> change) {
        add(kind, file, detail, folder -> {
            Path path = folder.resolve(file);
            byte[] bytes = Files.readAllBytes(path);
            if (!file.endsWith(".gz")) {
                Files.writeString(path, change.apply(new String(bytes, StandardCharsets.UTF_8)));
                return;
            }
            String text;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(change.apply(text).getBytes(StandardCharsets.UTF_8));
            }
            Files.write(path, out.toByteArray());
        });
    }

    private void json(String file) {
        text("JSON bomb", file, "depth", text -> "[".repeat(100_000));
        text("JSON bomb", file, "nested objects", text -> "{\"a\":".repeat(200) + "1" + "}".repeat(200));
        text("JSON bomb", file, "long number", text -> text.replaceFirst("\\{", "{\"n\": " + "9".repeat(2000) + ","));
        text("JSON bomb", file, "many tokens", text -> "{\"a\": [" + "0,".repeat(5_000_000) + "0]}");
        text("duplicate keys", file, "", text -> text.replaceFirst("\\{", "{\"zz\": 1, \"zz\": 2,"));
        text("other content", file, "null", text -> "null");
        text("other content", file, "two documents", text -> text + text);
    }

    private void xeniumText() {
        String cells = "cells.csv.gz";
        for (String value : List.of("nan", "", "inf", "1e300", "0x10", "--1", "\u0661", "=1+1")) {
            text("wrong position", cells, value, text -> changeField(text, 3, 1, value));
        }
        text("duplicate id", cells, "", text -> text + lastLine(text));
        text(
                "contradiction",
                cells,
                "a row is lost",
                text -> text.substring(0, text.length() - lastLine(text).length()));
        text("contradiction", cells, "an id is renamed", text -> changeField(text, 2, 0, "zzzz-9"));
        text("contradiction", cells, "a field is lost", text -> text.replaceFirst(",[^,\n]*\n", "\n"));
        text("wrong table", cells, "no end of quote", text -> text + "\"a");
        text("wrong table", cells, "long field", text -> text + "\"" + "a".repeat(2 << 20) + "\"");
        text("wrong table", cells, "many columns", text -> ",".repeat(50_000) + "\n" + text);
        text("wrong table", cells, "no header", text -> text.substring(text.indexOf('\n') + 1));
        String matrix = "cell_feature_matrix/matrix.mtx.gz";
        for (String size :
                List.of("26 50 2000000000", "2000000000 50 10", "26 99999999999 1", "0 0 0", "26 50", "-1 5 5")) {
            text(
                    "impossible counts",
                    matrix,
                    size,
                    text -> text.replaceFirst("\n\\d+ \\d+ \\d+\n", "\n" + size + "\n"));
        }
        for (String entry :
                List.of("0 1 1", "1 0 1", "9999 1 1", "1 9999 1", "1 1 -5", "1 1 nan", "1 1 1.5", "1 1", "1 1 1e40")) {
            text("wrong entry", matrix, entry, text -> replaceLast(text, entry));
        }
        text("wrong entry", matrix, "twice", text -> replaceLast(text, secondLastLine(text)));
        text("wrong entry", matrix, "symmetric", text -> text.replace("general", "symmetric"));
        String features = "cell_feature_matrix/features.tsv.gz";
        text("long label", features, "", text -> text.replaceFirst("\t", "x".repeat(300) + "\t"));
        text("contradiction", features, "a line too many", text -> text + lastLine(text));
        text("contradiction", features, "a type is unknown", text -> text.replace("Gene Expression", "Weather"));
        String barcodes = "cell_feature_matrix/barcodes.tsv.gz";
        text("long label", barcodes, "", text -> "x".repeat(5000) + text);
        text("duplicate id", barcodes, "", text -> replaceLast(text, secondLastLine(text)));
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    private static String secondLastLine(String text) {
        return lastLine(text.substring(0, text.length() - lastLine(text).length()))
                .strip();
    }

    private static String replaceLast(String text, String line) {
        return text.substring(0, text.length() - lastLine(text).length()) + line + "\n";
    }

    private static String changeField(String text, int line, int field, String value) {
        String[] lines = text.split("\n", -1);
        String[] fields = lines[line].split(",", -1);
        fields[field] = value;
        lines[line] = String.join(",", fields);
        return String.join("\n", lines);
    }

    private void cellTable() {
        table("wrong position", "NaN", table -> table.with("x_centroid", changed(table, Double.NaN)));
        table(
                "wrong position",
                "infinite",
                table -> table.with("x_centroid", changed(table, Double.NEGATIVE_INFINITY)));
        table("duplicate id", "", table -> {
            String[] ids = table.strings("cell_id").clone();
            ids[1] = ids[0];
            return table.with("cell_id", new Column.Strings(ids));
        });
        table("contradiction", "an id is missing", table -> {
            String[] ids = table.strings("cell_id").clone();
            ids[1] = null;
            return table.with("cell_id", new Column.Strings(ids));
        });
        table("contradiction", "a row is lost", table -> table.select(new int[] {0, 1, 2}));
        table(
                "wrong table",
                "text for numbers",
                table -> table.with("x_centroid", new Column.Strings(table.strings("cell_id"))));
        table("long label", "", table -> {
            String[] ids = table.strings("cell_id").clone();
            ids[1] = "x".repeat(5000);
            return table.with("cell_id", new Column.Strings(ids));
        });
        add("impossible counts", "cells.parquet", "footer length", folder -> {
            Path file = folder.resolve("cells.parquet");
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 4; i++) {
                bytes[bytes.length - 8 + i] = 0x7f;
            }
            Files.write(file, bytes);
        });
    }

    private static Column changed(Table table, double value) {
        double[] values = table.doubles("x_centroid").clone();
        values[1] = value;
        return new Column.Doubles(values);
    }

    private void table(String kind, String detail, UnaryOperator<Table> change) {
        add(kind, "cells.parquet", detail, folder -> {
            Path file = folder.resolve("cells.parquet");
            Table table = change.apply(ParquetTable.read(file));
            Files.delete(file);
            try (TableSink sink = new ParquetTables().create(file, Map.of(), table)) {
                sink.append(table);
            }
        });
    }

    private void visium() {
        String positions = "spatial/tissue_positions.csv";
        for (String value : List.of("nan", "", "1e300", "far")) {
            text("wrong position", positions, value, text -> changeField(text, 1, 4, value));
        }
        text("duplicate id", positions, "", text -> text + lastLine(text));
        String scales = "spatial/scalefactors_json.json";
        for (String value : List.of("0", "-1", "1e999", "\"x\"", "null", "NaN")) {
            text(
                    "wrong scale",
                    scales,
                    value,
                    text -> text.replaceAll("(\"spot_diameter_fullres\"\\s*:\\s*)[0-9.]+", "$1" + value));
        }
    }

    private void regions() {
        String file = "regions.geojson";
        String outline =
                "{\"type\": \"Feature\", \"id\": \"%s\", \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[%s]]}}";
        for (String ring : List.of(
                "[0,0],[1,0],[1,1]",
                "[0,0],[1,0],[1,1],[0,1]",
                "[0,0],[1,1],[1,0],[0,1],[0,0]",
                "[0,0],[1e300,0],[1,1],[0,0]",
                "[0,0],[null,0],[1,1],[0,0]",
                "0,0,0,0")) {
            text("wrong outline", file, ring, text -> outline.formatted("a", ring));
        }
        String sound = "[0,0],[1,0],[1,1],[0,0]";
        text(
                "duplicate id",
                file,
                "",
                text -> "[" + outline.formatted("a", sound) + "," + outline.formatted("a", sound) + "]");
        text("long label", file, "", text -> outline.formatted("a".repeat(5000), sound));
        text(
                "JSON bomb",
                file,
                "one large feature",
                text -> outline.formatted("a", "[0,0],".repeat(2_000_000) + "[0,0]"));
    }

    private void panel() {
        text("long label", "markers.csv", "", text -> text + "T cell," + "x".repeat(300) + "\n");
        text("long line", "markers.csv", "20 MB", text -> text + "x".repeat(20 << 20));
        text("wrong table", "markers.csv", "no end of quote", text -> text + "\"T cell,CD3E\n");
        text("wrong table", "markers.csv", "one column", text -> text + "T cell\n");
    }

    private void extraFiles() {
        for (String name : List.of(
                "notes.txt", "._cells.csv.gz", "spatial/extra.csv", "Thumbs.db", "sub/sub/sub/sub/sub/deep.h5")) {
            add("extra file", name, "", folder -> {
                Files.createDirectories(folder.resolve(name).getParent());
                Files.writeString(folder.resolve(name), "nothing of use\n");
            });
        }
        add(
                "extra file",
                "loop",
                "a link to the folder around it",
                folder -> Files.createSymbolicLink(folder.resolve("loop"), folder));
        add(
                "extra file",
                "away",
                "a link to another folder",
                folder -> Files.createSymbolicLink(folder.resolve("away"), Path.of("/etc")));
    }
}
