package io.spatho.cli.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spatho.anndata.zarr.ZarrSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Zarr stores: the zip directory, the descriptions of versions 2 and 3, chunks as Blosc packs them. */
class ZarrFuzzTest {

    private static final String BLOSC = "{\"zarr_format\": 2, \"shape\": [64], \"chunks\": [64], \"dtype\": \"<i4\","
            + " \"compressor\": {\"id\": \"blosc\", \"cname\": \"lz4\", \"clevel\": 5, \"shuffle\": 1},"
            + " \"fill_value\": 0, \"order\": \"C\", \"filters\": null}";

    private static final String SHARDS =
            "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[8],\"data_type\":\"int32\","
                    + "\"fill_value\":0,\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[8]}},"
                    + "\"chunk_key_encoding\":{\"name\":\"default\"},\"codecs\":[{\"name\":\"sharding_indexed\","
                    + "\"configuration\":{\"chunk_shape\":[4],\"codecs\":[{\"name\":\"bytes\",\"configuration\":"
                    + "{\"endian\":\"little\"}},{\"name\":\"gzip\",\"configuration\":{\"level\":5}}],"
                    + "\"index_codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}]}}]}";

    @TempDir
    static Path shared;

    @FuzzTest(maxDuration = "2m")
    void zip(byte[] bytes) {
        Hostile.file("store.zarr.zip", bytes, ZarrFuzzTest::visit);
    }

    @FuzzTest(maxDuration = "2m")
    void description2(byte[] bytes) throws IOException {
        store("two", "{\"zarr_format\": 2}", ".zgroup", ".zarray", bytes, "0", new byte[64]);
    }

    @FuzzTest(maxDuration = "2m")
    void description3(byte[] bytes) throws IOException {
        store(
                "three",
                "{\"zarr_format\": 3, \"node_type\": \"group\"}",
                "zarr.json",
                "zarr.json",
                bytes,
                "c/0",
                new byte[64]);
    }

    @FuzzTest(maxDuration = "2m")
    void blosc(byte[] bytes) throws IOException {
        store(
                "blosc",
                "{\"zarr_format\": 2}",
                ".zgroup",
                ".zarray",
                BLOSC.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "0",
                bytes);
    }

    /** A shard of two chunks, each compressed, behind which their index lies. */
    @FuzzTest(maxDuration = "2m")
    void shard(byte[] bytes) throws IOException {
        store(
                "shard",
                "{\"zarr_format\": 3, \"node_type\": \"group\"}",
                "zarr.json",
                "zarr.json",
                SHARDS.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "c/0",
                bytes);
    }

    private static void store(
            String name, String group, String groupFile, String arrayFile, byte[] array, String chunk, byte[] content)
            throws IOException {
        Path store = shared.resolve(name);
        Path folder = store.resolve("a");
        Files.createDirectories(folder.resolve(chunk).getParent());
        Files.writeString(store.resolve(groupFile), group);
        Files.write(folder.resolve(arrayFile), array);
        Files.write(folder.resolve(chunk), content);
        Hostile.holds(() -> visit(store));
    }

    private static void visit(Path store) {
        try (ZarrSource source = ZarrSource.open(store)) {
            Hdf5FuzzTest.visit(source, "", 0);
        }
    }
}
