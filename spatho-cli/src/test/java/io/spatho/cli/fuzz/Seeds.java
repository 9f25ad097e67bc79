package io.spatho.cli.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spatho.anndata.arrow.ArrowTables;
import io.spatho.anndata.h5ad.H5adWriter;
import io.spatho.anndata.hdf5.Hdf5Group;
import io.spatho.anndata.hdf5.Hdf5Writer;
import io.spatho.anndata.parquet.ParquetTables;
import io.spatho.anndata.tree.TreeGroup;
import io.spatho.anndata.zarr.ZarrWriter;
import io.spatho.core.dataset.CaseMetadata;
import io.spatho.core.dataset.GenePanel;
import io.spatho.core.dataset.Platform;
import io.spatho.core.dataset.SpatialDataset;
import io.spatho.core.dataset.SpatialTransform;
import io.spatho.core.evidence.Evidence;
import io.spatho.core.evidence.Measured;
import io.spatho.core.evidence.QcStatus;
import io.spatho.core.evidence.Statement;
import io.spatho.core.evidence.SupportingArtifact;
import io.spatho.core.evidence.Unit;
import io.spatho.core.json.CanonicalJson;
import io.spatho.core.matrix.CsrMatrix;
import io.spatho.core.parallel.Workers;
import io.spatho.core.table.Column;
import io.spatho.core.table.Table;
import io.spatho.core.table.TableFormat;
import io.spatho.core.table.TableSink;
import io.spatho.stgpt.checkpoint.NamedTensor;
import io.spatho.stgpt.checkpoint.SafetensorsWriter;
import io.spatho.stgpt.checkpoint.TorchZipWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small sound inputs from which the fuzzer starts, made by this program's own writers wherever it has one. */
final class Seeds {

    static final String MATRIX = """
            %%MatrixMarket matrix coordinate integer general
            %metadata_json: {"software_version": "made-up-1.0", "format_version": 2}
            2 3 4
            1 1 5
            2 1 1
            1 2 7
            2 3 2
            """;

    private static final String REGIONS = """
            {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "properties":
             {"classification": {"name": "Tumour"}}, "geometry": {"type": "Polygon", "coordinates":
             [[[0, 0], [10, 0], [10, 10], [0, 0]], [[4, 2], [6, 2], [6, 4], [4, 2]]]}}, {"type": "Feature", "id": "b",
             "properties": {"name": "x"}, "geometry": {"type": "MultiPolygon", "coordinates":
             [[[[20, 0], [30, 0], [30, 10.5], [20, 0]]]]}}]}
            """;
    private static final String SELECTIONS = """
            #Selection names: a, b [1/2], b [2/2]
            #Areas (µm^2): 50, 8, 8
            Selection,X,Y,Class,Color
            a,0,0,Tumour,#ff0000
            a,10,0,Tumour,#ff0000
            a,0,10,Tumour,#ff0000
            b [1/2],0,0,,
            b [1/2],4,0,,
            b [1/2],0,4,,
            b [2/2],10,10,,
            b [2/2],14,10,,
            b [2/2],10,14,,
            """;
    private static final String POLYGONS = """
            # um_per_pixel: 0.5
            id,label,part,ring,x_pixel,y_pixel
            a,"Gland, x",0,0,0,0
            a,"Gland, x",0,0,20,0
            a,"Gland, x",0,0,20,20
            a,"Gland, x",0,1,12,4
            a,"Gland, x",0,1,16,4
            a,"Gland, x",0,1,16,8
            a,"Gland, x",1,0,30,0
            a,"Gland, x",1,0,40,0
            a,"Gland, x",1,0,40,9.5
            """;
    private static final String EXPERIMENT = """
            {"run_name": "r", "region_name": "made", "panel_name": "p", "pixel_size": 0.2125,
             "analysis_sw_version": "xenium-2.0.0.10", "num_cells": 50, "xenium_ranger": {"version": "xeniumranger-3.0.1"}}
            """;
    private static final String SCALES = """
            {"tissue_hires_scalef": 0.15, "tissue_lowres_scalef": 0.05, "fiducial_diameter_fullres": 144.0,
             "spot_diameter_fullres": 89.4}
            """;
    private static final String CONFIG = """
            seed: 7
            min_region_cells: 10
            stgpt: none
            resolution: 0.5
            """;
    /** PyTorch's stream form of an empty state dict: magic, version, system, content, keys. */
    private static final String STREAM = "80028a0a6cfc9c46f9206aa850192e80024de9032e80027d285808000000"
            + "70726f746f636f6c4de903580d0000006c6974746c655f656e6469616e88752e80027d2e80025d2e";

    private static final String ZARR_2 = """
            {"zarr_format": 2, "shape": [8], "chunks": [4], "dtype": "<i4", "compressor": null, "fill_value": 0,
             "order": "C", "filters": null}
            """;
    private static final String ZARR_3 = """
            {"zarr_format": 3, "node_type": "array", "shape": [8], "data_type": "int32",
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4]}},
             "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}}, "fill_value": 0,
             "codecs": [{"name": "bytes", "configuration": {"endian": "little"}}], "attributes": {"k": "v"}}
            """;

    private Seeds() {}

    private static byte[] zarr(Path store) throws IOException {
        try (Workers workers = new Workers(1);
                ZarrWriter writer = ZarrWriter.create(store, workers)) {
            TreeGroup group = writer.root().group("obs");
            group.ints("counts", new int[] {1, -2, 3});
            group.strings("names", new String[] {"a", "bb"});
            group.attribute("kind", "test");
            writer.finish();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(store.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /** Every seed by the path of its file under the folder of this package. */
    static Map<String, byte[]> all(Path scratch) throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        Path file = scratch.resolve("seed");
        hdf5(file);
        seeds.put("Hdf5FuzzTestInputs/everyObject/objects", Files.readAllBytes(file));
        matrix(file);
        seeds.put("Hdf5FuzzTestInputs/everyObject/matrix", Files.readAllBytes(file));
        seeds.put("Hdf5FuzzTestInputs/tenxMatrix/matrix", Files.readAllBytes(file));
        annData(file);
        seeds.put("Hdf5FuzzTestInputs/annData/case", Files.readAllBytes(file));
        texts(seeds);
        table(new ParquetTables(), file);
        seeds.put("TableFuzzTestInputs/parquet/table", Files.readAllBytes(file));
        table(new ArrowTables(), file);
        seeds.put("TableFuzzTestInputs/arrow/table", Files.readAllBytes(file));
        checkpoints(seeds);
        runs(seeds);
        seeds.put("ZarrFuzzTestInputs/zip/store", zarr(scratch.resolve("made.zarr")));
        seeds.put("ZarrFuzzTestInputs/description2/array", bytes(ZARR_2));
        seeds.put("ZarrFuzzTestInputs/description3/array", bytes(ZARR_3));
        seeds.put(
                "ZarrFuzzTestInputs/blosc/stored",
                HexFormat.of().parseHex("02010204" + "00010000" + "00010000" + "10010000" + "05000000".repeat(64)));
        MoreSeeds.add(seeds, scratch);
        return seeds;
    }

    private static void texts(Map<String, byte[]> seeds) throws IOException {
        String cells =
                "cell_id,x_centroid,counts,\"a \"\"note\"\"\"\naaaa-1,1.5,7,\"b,\nc\"\nbbbb-1,-2e3,,d\r\ncccc-1,NaN,3,\n";
        seeds.put("TextFuzzTestInputs/csvTable/cells", bytes(cells));
        seeds.put("TextFuzzTestInputs/csvTable/gzip", gzip(cells));
        seeds.put("TextFuzzTestInputs/tabRows/rows", bytes("\uFEFFa\tb\r\n\nc\t\"d\n"));
        seeds.put("TextFuzzTestInputs/matrixMarket/matrix", bytes(MATRIX));
        seeds.put("TextFuzzTestInputs/matrixMarket/real", bytes(MATRIX.replace("integer", "real")));
        seeds.put("TextFuzzTestInputs/matrixMarket/gzip", gzip(MATRIX));
        seeds.put(
                "TextFuzzTestInputs/features/features",
                bytes("E1\tEPCAM\tGene Expression\nE2\tCD8\tProtein Expression\n"));
        seeds.put("TextFuzzTestInputs/barcodes/barcodes", bytes("AAAC-1\nAAAG-1\nAAAT-1\n"));
        seeds.put("TextFuzzTestInputs/markerPanel/gmt", bytes("Epithelium\tmade\tEPCAM\tKRT8\nT cell\tmade\tCD3E\n"));
        seeds.put(
                "TextFuzzTestInputs/markerPanel/csv", bytes("compartment,gene\nEpithelium,EPCAM\n\"T, cell\",CD3E\n"));
        seeds.put(
                "JsonFuzzTestInputs/document/numbers",
                bytes("{\"a\": [1, -2.5e-3, true, null, \"\\u00e9\"], \"b\": {}}"));
        seeds.put("JsonFuzzTestInputs/experiment/experiment", bytes(EXPERIMENT));
        seeds.put("JsonFuzzTestInputs/scaleFactors/scales", bytes(SCALES));
        seeds.put("JsonFuzzTestInputs/geoJson/regions", bytes(REGIONS));
        seeds.put("RegionFuzzTestInputs/regions/geojson", bytes(REGIONS));
        seeds.put("RegionFuzzTestInputs/regions/selections", bytes(SELECTIONS));
        seeds.put("RegionFuzzTestInputs/regions/polygons", gzip(POLYGONS));
        seeds.put("RegionFuzzTestInputs/regions/groups", bytes("cell_id,group,color\nc1,A,#fff\nc2,\"B, b\",#000\n"));
        seeds.put("RunFolderFuzzTestInputs/configuration/config", bytes(CONFIG));
        seeds.put(
                "RunFolderFuzzTestInputs/html/words", bytes("<img src=x onerror=1>&amp;\u202E\"'\u0000 \uD83E\uDDA0"));
    }

    private static void hdf5(Path file) {
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            Hdf5Group group = writer.root().group("matrix");
            group.ints("small", new int[] {1, -2, 3});
            group.ints("chunked", new int[6000]);
            group.strings("names", new String[] {"a", "bb", ""});
            group.fixedStrings("fixed", new String[] {"x", "yy"}, 4);
            group.attribute("kind", "test");
            group.attribute("order", new String[] {"x", "y"});
            group.attribute("size", 2.5);
            writer.finish();
        }
    }

    private static void matrix(Path file) {
        try (Workers workers = new Workers(1);
                Hdf5Writer writer = Hdf5Writer.create(file, workers)) {
            writer.root().attribute("software_version", "made-up-1.0");
            Hdf5Group matrix = writer.root().group("matrix");
            matrix.fixedStrings("barcodes", new String[] {"AAAC-1", "AAAG-1"}, 8);
            matrix.ints("data", new int[] {5, 1, 7});
            matrix.longs("indices", new long[] {0, 1, 0});
            matrix.longs("indptr", new long[] {0, 2, 3});
            matrix.ints("shape", new int[] {2, 2});
            Hdf5Group features = matrix.group("features");
            features.fixedStrings("id", new String[] {"E1", "E2"}, 4);
            features.fixedStrings("name", new String[] {"EPCAM", "CD3E"}, 6);
            features.fixedStrings("feature_type", new String[] {"Gene Expression", "Gene Expression"}, 16);
            writer.finish();
        }
    }

    private static void annData(Path file) {
        CaseMetadata metadata = new CaseMetadata(
                Platform.XENIUM,
                "2.0",
                "made",
                0.2125,
                Double.NaN,
                List.of(),
                List.of(SpatialTransform.scale("slide_um", "pixel", 4.7)),
                Map.of("run_name", "r"),
                List.of("a warning"));
        CsrMatrix counts = new CsrMatrix(3, 2, new long[] {0, 1, 2, 3}, new int[] {0, 1, 0}, new float[] {5, 1, 7});
        GenePanel panel = new GenePanel(
                "p", List.of("EPCAM", "CD3E"), List.of("E1", "E2"), Collections.nCopies(2, "Gene Expression"));
        Table obs = cells().with("kind", new Column.Categories(new int[] {0, 1, 0}, List.of("a", "b"), false));
        double[] place = {1, 2, 3};
        try (Workers workers = new Workers(1)) {
            H5adWriter.write(
                    SpatialDataset.builder(metadata, counts, panel, obs, place, place)
                            .build(),
                    file,
                    workers);
        }
    }

    private static Table cells() {
        return Table.ofRows(3)
                .with("cell_id", new Column.Strings(new String[] {"aaaa-1", "bbbb-1", "cccc-1"}))
                .with("x", new Column.Doubles(new double[] {1, Double.NaN, 3}))
                .with("area", new Column.Floats(new float[] {1.5f, 2, 3}))
                .with("counts", new Column.Ints(new int[] {4, 5, 6}))
                .with("long", new Column.Longs(new long[] {4, 1L << 40, -6}))
                .with("in_tissue", new Column.Booleans(new boolean[] {true, false, true}));
    }

    private static void table(TableFormat format, Path file) throws IOException {
        Files.deleteIfExists(file);
        Table table = cells().with("kind", new Column.Categories(new int[] {0, 1, -1}, List.of("a", "b"), true));
        try (TableSink sink = format.create(file, Map.of("key", "value"), table)) {
            sink.append(table);
        }
    }

    private static void checkpoints(Map<String, byte[]> seeds) throws IOException {
        List<NamedTensor> tensors = List.of(
                new NamedTensor("w", new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}),
                new NamedTensor("b", new long[] {2}, new float[] {-1, 0.5f}));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        TorchZipWriter.write(zip, tensors);
        seeds.put("CheckpointFuzzTestInputs/torchZip/model", zip.toByteArray());
        seeds.put("CheckpointFuzzTestInputs/pickle/pickle", pickle(zip.toByteArray()));
        seeds.put("CheckpointFuzzTestInputs/torchStream/stream", HexFormat.of().parseHex(STREAM));
        ByteArrayOutputStream safe = new ByteArrayOutputStream();
        SafetensorsWriter.write(safe, tensors, Map.of("format", "pt"));
        seeds.put("CheckpointFuzzTestInputs/safetensors/model", safe.toByteArray());
    }

    /** The pickle inside the container: it begins with PROTO 2 and ends with the instruction STOP after "u". */
    private static byte[] pickle(byte[] zip) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\u0080\u0002");
        int end = text.indexOf("u.", start) + 2;
        return text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void runs(Map<String, byte[]> seeds) {
        ObjectNode value = CanonicalJson.object().put("share", 0.25);
        Evidence evidence = new Measured(new Statement(
                Unit.SLIDE,
                "made",
                "qc",
                "kept_share",
                QcStatus.PASS,
                value,
                Optional.empty(),
                "A quarter was kept.",
                List.of(new SupportingArtifact("cells.parquet", "all", "0".repeat(64))),
                List.of(),
                List.of()));
        seeds.put("RunFolderFuzzTestInputs/evidence/line", bytes(CanonicalJson.line(evidence.toJson()) + "\n"));
        String artifact =
                "{\"path\": \"cells.parquet\", \"media_type\": \"application/x-parquet\", \"rows\": 3, \"bytes\": 4,"
                        + " \"sha256\": \"" + "0".repeat(64) + "\", \"origin\": \"measured\"}";
        seeds.put(
                "RunFolderFuzzTestInputs/auditChain/line",
                bytes("{\"after\":[],\"artifacts\":[" + artifact + "],\"evidence\":[],\"guardrails\":[],\"key\":\"k\","
                        + "\"parameters\":{},\"previous\":\"" + "0".repeat(64)
                        + "\",\"sequence\":0,\"title\":\"t\",\"tool\":\"qc@1\"}\n"));
        seeds.put(
                "RunFolderFuzzTestInputs/manifest/manifest",
                bytes("{\"artifacts\": [" + artifact + "], \"tool_calls\": [], \"evidence_ids\": [\"ev_1\"]}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes(text));
        }
        return out.toByteArray();
    }
}
