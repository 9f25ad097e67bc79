package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Modality;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.matrix.DenseMatrix;
import io.spatho.core.random.CounterRandom;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Made-up cases for tests. */
public final class Cases {

    private Cases() {}

    /** A case with every kind of column, two modalities, an embedding and a picture. */
    public static SpatialDataset rich(int cells, int genes) {
        Table obs = Table.ofRows(cells)
                .with("cell_id", new Column.Strings(names("célula-", cells)))
                .with("cluster_id", categories(cells))
                .with("never seen", new Column.Categories(filled(cells, -1), List.of(), false))
                .with("note", new Column.Strings(notes(cells)))
                .with("transcripts", new Column.Ints(IntStream.range(0, cells).toArray()))
                .with(
                        "barcode_number",
                        new Column.Longs(IntStream.range(0, cells)
                                .mapToLong(i -> i * 10_000_000_000L)
                                .toArray()))
                .with(
                        "area",
                        new Column.Doubles(IntStream.range(0, cells)
                                .mapToDouble(i -> i % 5 == 0 ? Double.NaN : i / 3.0)
                                .toArray()))
                .with("score", new Column.Floats(floats(cells)))
                .with("in_tissue", new Column.Booleans(flags(cells)));
        CounterRandom random = CounterRandom.of(1, "positions", cells);
        double[] x = new double[cells];
        double[] y = new double[cells];
        for (int i = 0; i < cells; i++) {
            x[i] = random.nextDouble() * 1000;
            y[i] = random.nextDouble() * 500;
        }
        Map<String, DenseMatrix> obsm = new LinkedHashMap<>();
        obsm.put("X_pca", new DenseMatrix(cells, 3, pca(cells)));
        return SpatialDataset.builder(
                        metadata(),
                        counts(cells, genes, 2),
                        panel("panel µ", "GENE", genes, "Gene Expression"),
                        obs,
                        x,
                        y)
                .modalities(List.of(
                        new Modality("protein", panel("", "CD", 3, "Protein Expression"), counts(cells, 3, 3)),
                        new Modality("blank", panel("", "BLANK", 2, "Blank Codeword"), counts(cells, 2, 4))))
                .obsm(obsm)
                .images(List.of(image()))
                .build();
    }

    static CaseMetadata metadata() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("run/name", "täst");
        fields.put("empty", "");
        return new CaseMetadata(
                Platform.VISIUM,
                "3.0.0",
                "sample / one",
                0.2125,
                55,
                List.of(new CaseMetadata.SourceFile("matrix", "a/b.h5", 1L << 33, "ab".repeat(32))),
                List.of(SpatialTransform.scale("slide_um", "fullres_pixel", 1 / 0.2125)),
                fields,
                List.of("one warning"));
    }

    static GenePanel panel(String name, String prefix, int size, String type) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(i == 1 ? prefix + 0 : prefix + i);
        }
        return new GenePanel(name, names, List.of(names("ENSG", size)), java.util.Collections.nCopies(size, type));
    }

    static CsrMatrix counts(int rows, int columns, long seed) {
        long[] starts = new long[rows + 1];
        List<Integer> indices = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            CounterRandom random = CounterRandom.of(seed, "counts", row);
            for (int column = 0; column < columns; column++) {
                if (random.nextDouble() < 0.3) {
                    indices.add(column);
                    values.add((float) (1 + random.nextInt(5)));
                }
            }
            starts[row + 1] = indices.size();
        }
        float[] entries = new float[values.size()];
        Arrays.setAll(new Object[entries.length], i -> entries[i] = values.get(i));
        return new CsrMatrix(
                rows, columns, starts, indices.stream().mapToInt(i -> i).toArray(), entries);
    }

    static SlideImage image() {
        BufferedImage pixels = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40; i++) {
            pixels.setRGB(i, i, 0x102030 + i);
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(pixels, "png", out);
            return new SlideImage(
                    "lowres", "image/png", out.toByteArray(), SpatialTransform.scale("slide_um", "lowres_pixel", 0.06));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String[] names(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    private static Column.Categories categories(int n) {
        int[] codes = IntStream.range(0, n).map(i -> i % 4 - 1).toArray();
        return new Column.Categories(codes, List.of("tumour", "größe", ""), true);
    }

    private static String[] notes(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> i % 3 == 0 ? null : "x".repeat(i % 7))
                .toArray(String[]::new);
    }

    private static int[] filled(int n, int value) {
        int[] values = new int[n];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] floats(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 4 == 0 ? Float.NaN : i * 0.1f;
        }
        return values;
    }

    private static float[] pca(int n) {
        float[] values = new float[3 * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return values;
    }

    private static boolean[] flags(int n) {
        boolean[] values = new boolean[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 2 == 0;
        }
        return values;
    }

    /** Asserts that two datasets hold the same values, to the last bit. */
    static void assertSame(SpatialDataset found, SpatialDataset expected) {
        assertThat(found.metadata()).isEqualTo(expected.metadata());
        assertThat(found.panel()).isEqualTo(expected.panel());
        assertSame(found.counts(), expected.counts());
        assertThat(found.xUm()).isEqualTo(expected.xUm());
        assertThat(found.yUm()).isEqualTo(expected.yUm());
        assertSame(found.obs(), expected.obs());
        assertThat(found.modalities()).hasSameSizeAs(expected.modalities());
        for (int i = 0; i < expected.modalities().size(); i++) {
            assertThat(found.modalities().get(i).name())
                    .isEqualTo(expected.modalities().get(i).name());
            assertThat(found.modalities().get(i).features())
                    .isEqualTo(expected.modalities().get(i).features());
            assertSame(
                    found.modalities().get(i).matrix(),
                    expected.modalities().get(i).matrix());
        }
        assertThat(found.obsm().keySet())
                .containsExactlyElementsOf(expected.obsm().keySet());
        expected.obsm()
                .forEach((name, matrix) ->
                        assertThat(found.obsm().get(name).values()).isEqualTo(matrix.values()));
        assertThat(found.images()).hasSameSizeAs(expected.images());
        for (int i = 0; i < expected.images().size(); i++) {
            assertThat(found.images().get(i).bytes())
                    .isEqualTo(expected.images().get(i).bytes());
            assertThat(found.images().get(i).fromMicrometres())
                    .isEqualTo(expected.images().get(i).fromMicrometres());
            assertThat(found.images().get(i).name())
                    .isEqualTo(expected.images().get(i).name());
        }
    }

    static void assertSame(CsrMatrix found, CsrMatrix expected) {
        assertThat(found.rows()).isEqualTo(expected.rows());
        assertThat(found.columns()).isEqualTo(expected.columns());
        assertThat(found.rowStarts()).isEqualTo(expected.rowStarts());
        assertThat(found.columnIndices()).isEqualTo(expected.columnIndices());
        assertThat(found.values()).isEqualTo(expected.values());
    }

    static void assertSame(Table found, Table expected) {
        assertThat(found.names()).isEqualTo(expected.names());
        expected.columns().forEach((name, column) -> {
            assertThat(found.column(name)).as(name).hasSameClassAs(column);
            assertThat(values(found.column(name))).as(name).isEqualTo(values(column));
        });
    }

    private static List<?> values(Column column) {
        if (column instanceof Column.Strings strings) {
            return Arrays.asList(strings.values());
        }
        if (column instanceof Column.Categories categories) {
            return List.of(
                    Arrays.stream(categories.codes()).boxed().toList(), categories.categories(), categories.ordered());
        }
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }
}
