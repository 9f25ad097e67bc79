package io.spatho.anndata.h5ad;

import static org.assertj.core.api.Assertions.assertThat;

import io.spatho.anndata.SampleData;
import io.spatho.anndata.WorkingFolder;
import io.spatho.anndata.hdf5.Hdf5Source;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.tree.ArrayTree;
import io.spatho.anndata.tree.NumberType;
import io.spatho.anndata.tree.Numbers;
import io.spatho.anndata.tree.RecordField;
import io.spatho.core.dataset.CaseMetadata.SourceFile;
import io.spatho.core.dataset.SlideImage;
import io.spatho.core.dataset.SpatialDataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of any version comes out whole, and as a case where it has what a case needs. */
class AnnDataConversionTest extends WorkingFolder {

    private static final SourceFile SELF = new SourceFile("h5ad", "old.h5ad", 1, "ab".repeat(32));

    private AnnDataConversion.Result convert(Path old, Path converted, CoordinateUnit unit) {
        try (Hdf5Source source = Hdf5Source.open(old, workers);
                Hdf5Writer writer = Hdf5Writer.create(converted, workers)) {
            AnnDataConversion.Result result = AnnDataConversion.convert(source, SELF, unit, writer.root());
            writer.finish();
            return result;
        }
    }

    private Path write(AnnDataFile file, String name) {
        Path path = folder.resolve(name);
        try (Hdf5Writer writer = Hdf5Writer.create(path, workers)) {
            AnnDataWriter.write(file, writer.root());
            writer.finish();
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anndata-v0.5.0/adata.h5ad",
                "anndata-v0.7.8/adata.h5ad",
                "anndata-v0.11.4/adata.h5ad",
                "anndata-0.13/csr_adata.h5ad",
                "scanpy-pipeline-example.h5ad",
                "visium-breast-subset.h5ad"
            })
    void everyArchiveComesOutWhole(String name) {
        Path old = SampleData.of("h5ad-versions/" + name);
        Path converted = folder.resolve("new.h5ad");
        AnnDataConversion.Result result = convert(old, converted, CoordinateUnit.MICROMETRE);
        assertThat(result.isCase()).isFalse();
        assertThat(result.warnings()).anyMatch(line -> line.contains("no case"));
        try (Hdf5Source before = Hdf5Source.open(old, workers);
                Hdf5Source after = Hdf5Source.open(converted, workers)) {
            SameElements.assertSame(AnnDataReader.read(after), AnnDataReader.read(before));
            assertThat(after.text("/", "encoding-type")).contains("anndata");
        }
    }

    @Test
    void oldPlacesAreTodaysPlaces() {
        Path old = SampleData.of("h5ad-versions/anndata-v0.5.0/adata.h5ad");
        try (Hdf5Source source = Hdf5Source.open(old, workers)) {
            AnnDataFile file = AnnDataReader.read(source);
            assertThat(file.obs().indexName()).isEqualTo("index");
            assertThat(file.obs().columns().get("louvain")).isInstanceOf(Element.Categorical.class);
            assertThat(file.uns().children()).doesNotContainKeys("louvain_categories", "bulk_labels_categories");
            assertThat(file.uns().children()).containsKeys("louvain_colors");
            assertThat(file.obsp().children()).containsOnlyKeys("connectivities", "distances");
            assertThat(file.obsm().children().get("X_pca").extents()).containsExactly(700, 50);
            assertThat(file.raw()).isPresent();
            Element params = ((Element.Dict)
                            ((Element.Dict) file.uns().children().get("neighbors"))
                                    .children()
                                    .get("params"))
                    .children()
                    .get("method");
            assertThat(params).isEqualTo(new Element.Text("umap"));
        }
    }

    static Numbers numbers(NumberType type, long... shape) {
        long count = 1;
        for (long extent : shape) {
            count *= extent;
        }
        byte[] bytes = new byte[(int) count * type.bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == NumberType.BOOLEAN ? i % 2 : i * 37);
        }
        return Numbers.of(type, bytes, shape);
    }

    static Element.Strings strings(String... values) {
        return new Element.Strings(values, new long[] {values.length});
    }

    private static Element.Frame frame(String index, int rows) {
        Map<String, Element> columns = new LinkedHashMap<>();
        columns.put("z", new Element.Dense(numbers(NumberType.UINT16, rows)));
        columns.put(
                "ordered",
                new Element.Categorical(
                        Numbers.of(NumberType.INT8, new byte[rows], rows), strings("low", "high"), true));
        columns.put(
                "numbered",
                new Element.Categorical(
                        Numbers.of(NumberType.INT8, new byte[rows], rows),
                        new Element.Dense(numbers(NumberType.INT64, 3)),
                        false));
        columns.put(
                "nullable",
                new Element.Nullable(
                        "nullable-integer",
                        new Element.Dense(numbers(NumberType.UINT8, rows)),
                        numbers(NumberType.BOOLEAN, rows),
                        ""));
        columns.put("a", strings(Cases.names("t", rows)));
        return new Element.Frame(index, strings(Cases.names("row", rows)), columns);
    }

    private static Map<String, Element> everyKind() {
        Map<String, Element> uns = new LinkedHashMap<>();
        for (NumberType type : NumberType.values()) {
            uns.put(type + " scalar", new Element.Scalar(numbers(type)));
            uns.put(type + " none", new Element.Dense(numbers(type, 0)));
            uns.put(type + " cube", new Element.Dense(numbers(type, 2, 3, 4)));
            uns.put(type + " large", new Element.Dense(numbers(type, 701, 53)));
        }
        uns.put("no rows", new Element.Dense(numbers(NumberType.FLOAT32, 0, 5)));
        uns.put("text", new Element.Text("ünicode"));
        uns.put("texts", new Element.Strings(new String[] {"a", "", "ü", "b"}, new long[] {2, 2}));
        uns.put("no texts", strings());
        uns.put("bytes", new Element.Bytes(new byte[] {0, -1, 7}, 3, new long[0]));
        uns.put("byte strings", new Element.Bytes(new byte[] {1, 2, 3, 0}, 2, new long[] {2}));
        uns.put("none", new Element.Nothing());
        uns.put(
                "vector",
                new Element.Sparse(
                        false,
                        new long[] {6},
                        numbers(NumberType.FLOAT64, 2),
                        Numbers.of(NumberType.UINT8, new byte[] {4, 1}, 2),
                        Numbers.of(NumberType.UINT8, new byte[] {0, 2}, 2)));
        uns.put(
                "records",
                new Element.Records(
                        "rec-array",
                        List.of(
                                new RecordField.Texts("t/1", new String[] {"x", "", "ü"}),
                                new RecordField.Values("v", numbers(NumberType.FLOAT64, 3, 2)),
                                new RecordField.Values("b", numbers(NumberType.BOOLEAN, 3))),
                        new long[] {3}));
        uns.put(
                "complex",
                new Element.Records(
                        "array",
                        List.of(
                                new RecordField.Values("r", numbers(NumberType.FLOAT32, 4)),
                                new RecordField.Values("i", numbers(NumberType.FLOAT32, 4))),
                        new long[] {2, 2}));
        uns.put(
                "ragged",
                new Element.Awkward(
                        "{\"class\": \"ListOffsetArray\"}",
                        2,
                        Map.of("node0-offsets", new Element.Dense(numbers(NumberType.INT64, 3)))));
        uns.put("frame", frame("name", 4));
        uns.put("empty frame", new Element.Frame("_index", strings(), Map.of()));
        uns.put("nested", new Element.Dict(Map.of("deeper", new Element.Dict(Map.of("empty", Element.Dict.EMPTY)))));
        return uns;
    }

    /** Four observations and three variables whose X is not counts. */
    private static AnnDataFile foreign(Map<String, Element> uns, Numbers positions) {
        byte[] counts = new byte[12];
        counts[5] = 3;
        Element fractions = new Element.Dense(Numbers.of(new double[] {0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 4, 3));
        return new AnnDataFile(
                Optional.of(fractions),
                frame("barcode", 4),
                frame("_index", 3),
                new Element.Dict(Map.of("raw_counts", new Element.Dense(Numbers.of(NumberType.UINT8, counts, 4, 3)))),
                new Element.Dict(Map.of("spatial", new Element.Dense(positions))),
                Element.Dict.EMPTY,
                Element.Dict.EMPTY,
                Element.Dict.EMPTY,
                new Element.Dict(uns),
                Optional.empty(),
                List.of());
    }

    private static Numbers pixels() {
        byte[] raw = new byte[64];
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < 8; i++) {
            bytes.putLong(i * 10);
        }
        return Numbers.of(NumberType.INT64, raw, 4, 2);
    }

    @Test
    void everyKindOfElementComesBack() {
        AnnDataFile file = foreign(everyKind(), pixels());
        Path old = write(file, "old.h5ad");
        try (ArrayTree source = Hdf5Source.open(old, workers)) {
            SameElements.assertSame(AnnDataReader.read(source), file);
            Path again = write(AnnDataReader.read(source), "again.h5ad");
            try (ArrayTree second = Hdf5Source.open(again, workers)) {
                SameElements.assertSame(AnnDataReader.read(second), file);
            }
        }
    }

    @Test
    void aFileWithPositionsAndCountsBecomesACaseAndKeepsItsOwn() {
        Map<String, Element> uns = everyKind();
        Element picture = new Element.Dense(numbers(NumberType.UINT8, 4, 5, 3));
        Element factors = scalars(Map.of("tissue_hires_scalef", 0.2, "spot_diameter_fullres", 100.0));
        uns.put(
                "spatial",
                new Element.Dict(Map.of(
                        "lib",
                        new Element.Dict(Map.of(
                                "images", new Element.Dict(Map.of("hires", picture)), "scalefactors", factors)))));
        AnnDataFile file = foreign(uns, pixels());
        Path old = write(file, "old.h5ad");
        Path converted = folder.resolve("new.h5ad");
        AnnDataConversion.Result result = convert(old, converted, CoordinateUnit.pixels(0.5));
        assertThat(result.isCase()).isTrue();
        assertThat(result.facts()).containsExactly("counts were found in layers/raw_counts");
        SpatialDataset dataset = H5adReader.read(converted, workers);
        assertThat(dataset.xUm()).containsExactly(0, 10, 20, 30);
        assertThat(dataset.yUm()).containsExactly(5, 15, 25, 35);
        assertThat(dataset.counts().get(1, 2)).isEqualTo(3);
        assertThat(dataset.metadata().pixelSizeUm()).isEqualTo(0.5);
        assertThat(dataset.metadata().observationSizeUm()).isEqualTo(50);
        assertThat(dataset.metadata().platformFields()).containsEntry("counts", "layers/raw_counts");
        SlideImage image = dataset.images().get(0);
        assertThat(image.size()).hasToString("java.awt.Dimension[width=5,height=4]");
        assertThat(image.fromMicrometres().a()).isEqualTo(0.4);
        try (ArrayTree source = Hdf5Source.open(converted, workers)) {
            AnnDataFile after = AnnDataReader.read(source);
            SameElements.assertSame("X", after.x().orElseThrow(), file.x().orElseThrow());
            SameElements.assertSame("layers", after.layers(), file.layers());
            SameElements.assertSame(
                    "positions",
                    after.obsm().children().get("source_spatial"),
                    file.obsm().children().get("spatial"));
            file.obs()
                    .columns()
                    .forEach((name, column) ->
                            SameElements.assertSame(name, after.obs().columns().get(name), column));
            uns.keySet().stream()
                    .filter(name -> !name.equals("spatial"))
                    .forEach(name ->
                            SameElements.assertSame(name, after.uns().children().get(name), uns.get(name)));
            assertThat(source.doubles("uns/spatho/source_scalefactors/lib/tissue_hires_scalef"))
                    .containsExactly(0.2);
            assertThat(source.doubles("uns/spatial/lib/scalefactors/tissue_hires_scalef"))
                    .containsExactly(0.4);
        }
        Path third = folder.resolve("third.h5ad");
        assertThat(convert(converted, third, CoordinateUnit.DECLARED).isCase()).isTrue();
        try (ArrayTree a = Hdf5Source.open(converted, workers);
                ArrayTree b = Hdf5Source.open(third, workers)) {
            SameElements.assertSame(AnnDataReader.read(b), AnnDataReader.read(a));
        }
    }

    private static Element scalars(Map<String, Double> values) {
        Map<String, Element> elements = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            byte[] raw = new byte[8];
            ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putDouble(value);
            elements.put(name, new Element.Scalar(Numbers.of(NumberType.FLOAT64, raw)));
        });
        return new Element.Dict(elements);
    }

    @Test
    void columnsOfTheSameNameAndOtherContentAreKeptAside() {
        AnnDataFile file = foreign(Map.of(), pixels());
        Map<String, Element> columns = new LinkedHashMap<>(file.obs().columns());
        columns.put("x_um", strings("a", "b", "c", "d"));
        AnnDataFile clash = new AnnDataFile(
                file.x(),
                new Element.Frame("barcode", file.obs().index(), columns),
                file.var(),
                file.layers(),
                file.obsm(),
                file.varm(),
                file.obsp(),
                file.varp(),
                file.uns(),
                file.raw(),
                List.of());
        Path converted = folder.resolve("new.h5ad");
        convert(write(clash, "old.h5ad"), converted, CoordinateUnit.MICROMETRE);
        try (ArrayTree source = Hdf5Source.open(converted, workers)) {
            assertThat(source.strings("obs/source_x_um")).containsExactly("a", "b", "c", "d");
            assertThat(source.doubles("obs/x_um")).containsExactly(0, 20, 40, 60);
        }
    }
}
