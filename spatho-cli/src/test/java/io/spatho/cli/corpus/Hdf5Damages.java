package io.spatho.cli.corpus;

import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.core.parallel.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** 10x matrices whose arrays contradict each other, claim too much or hold something else. */
final class Hdf5Damages {

    private static final int ZEROS = 40_000_000;

    private final String file;
    private final List<Damage> damages = new ArrayList<>();

    private Hdf5Damages(String file) {
        this.file = file;
    }

    static List<Damage> of(String file) {
        Hdf5Damages made = new Hdf5Damages(file);
        made.counts();
        made.structure();
        return made.damages;
    }

    /** The arrays of a matrix of 2 features and 2 barcodes. */
    private record Arrays(int[] data, long[] indices, long[] starts, int[] shape, String[] barcodes, String[] names) {

        static Arrays sound() {
            return new Arrays(
                    new int[] {5, 1, 7},
                    new long[] {0, 1, 0},
                    new long[] {0, 2, 3},
                    new int[] {2, 2},
                    new String[] {"AAAC-1", "AAAG-1"},
                    new String[] {"EPCAM", "CD3E"});
        }

        void write(Hdf5Group matrix) {
            matrix.strings("barcodes", barcodes);
            matrix.ints("data", data);
            matrix.longs("indices", indices);
            matrix.longs("indptr", starts);
            matrix.ints("shape", shape);
            Hdf5Group features = matrix.group("features");
            features.strings("id", names);
            features.strings("name", names);
            features.strings("feature_type", new String[] {"Gene Expression", "Gene Expression"});
        }
    }

    private void add(String kind, String detail, Consumer<Hdf5Group> content) {
        damages.add(new Damage(kind, file, detail, folder -> {
            Path path = folder.resolve(file);
            Files.delete(path);
            try (Workers workers = new Workers(1);
                    Hdf5Writer writer = Hdf5Writer.create(path, workers)) {
                content.accept(writer.root());
                writer.finish();
            }
        }));
    }

    private void arrays(String kind, String detail, Arrays arrays) {
        add(kind, detail, root -> arrays.write(root.group("matrix")));
    }

    private void counts() {
        Arrays good = Arrays.sound();
        long[][] starts = {{0, 9, 3}, {1, 2, 3}, {0, 2}, {0, 2, 4_000_000_000L}, {0, -1, 3}};
        for (long[] wrong : starts) {
            String detail = "row starts " + java.util.Arrays.toString(wrong);
            arrays(
                    "wrong entry",
                    detail,
                    new Arrays(good.data, good.indices, wrong, good.shape, good.barcodes, good.names));
        }
        long[][] indices = {{0, 2, 0}, {0, -1, 0}, {1, 1, 0}, {0, 1L << 40, 0}};
        for (long[] wrong : indices) {
            String detail = "indices " + java.util.Arrays.toString(wrong);
            arrays(
                    "wrong entry",
                    detail,
                    new Arrays(good.data, wrong, good.starts, good.shape, good.barcodes, good.names));
        }
        arrays(
                "wrong entry",
                "negative",
                new Arrays(new int[] {5, -1, 7}, good.indices, good.starts, good.shape, good.barcodes, good.names));
        arrays(
                "contradiction",
                "shape",
                new Arrays(
                        good.data, good.indices, good.starts, new int[] {2, 2_000_000_000}, good.barcodes, good.names));
        arrays(
                "duplicate id",
                "",
                new Arrays(good.data, good.indices, good.starts, good.shape, new String[] {"A", "A"}, good.names));
        arrays(
                "long label",
                "",
                new Arrays(good.data, good.indices, good.starts, good.shape, good.barcodes, new String[] {
                    "x".repeat(300), "y"
                }));
        arrays("contradiction", "other barcodes", good);
    }

    private void structure() {
        add("wrong entry", "NaN", root -> {
            Hdf5Group matrix = root.group("matrix");
            matrix.floats("data", new float[] {Float.NaN});
            matrix.strings("barcodes", new String[] {"AAAC-1"});
        });
        add("other content", "no group", root -> root.ints("matrix", new int[] {1}));
        add("other content", "two genomes", root -> {
            root.group("hg19").strings("genes", new String[] {"a"});
            root.group("mm10").strings("genes", new String[] {"a"});
        });
        add("deflate bomb", "zeros", root -> {
            Hdf5Group matrix = root.group("matrix");
            matrix.strings("barcodes", new String[] {"AAAC-1"});
            matrix.bytes("data", new byte[ZEROS]);
            matrix.link("indices", matrix.bytes("more", new byte[ZEROS]));
            matrix.longs("indptr", new long[] {0, ZEROS});
            matrix.ints("shape", new int[] {1, 1});
            matrix.group("features").strings("id", new String[] {"E1"});
        });
        damages.add(new Damage("impossible counts", file, "declared extents", this::declareMore));
    }

    /** Multiplies every small extent that stands twice in a row, as a dataspace writes it, by a billion. */
    private void declareMore(Path folder) throws IOException {
        Path path = folder.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= bytes.length; at++) {
            long extent = buffer.getLong(at);
            if (extent > 1 && extent < 100_000 && buffer.getLong(at + 8) == -1L) {
                buffer.putLong(at, extent << 30);
            }
        }
        Files.write(path, bytes);
    }
}
