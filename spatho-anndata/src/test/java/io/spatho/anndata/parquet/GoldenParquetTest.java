package io.spatho.anndata.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4Compressor;
import io.spatho.anndata.GoldenTables;
import io.spatho.core.error.InputException;
import io.spatho.core.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow, DuckDB and polars wrote; see {@code docs/golden/make_table_golden.py}. */
class GoldenParquetTest {

    @TempDir
    Path folder;

    private Path file(String name) {
        return GoldenTables.file(GoldenParquetTest.class, name + ".parquet", folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pyarrow_none",
                "pyarrow_snappy",
                "pyarrow_gzip",
                "pyarrow_zstd",
                "pyarrow_lz4",
                "pyarrow_v2",
                "pyarrow_plain",
                "pyarrow_encodings",
                "duckdb_zstd",
                "duckdb_v2",
                "polars_zstd",
                "polars_lz4"
            })
    void everyCodecEncodingAndVersion(String name) {
        Table table = ParquetTable.read(file(name));
        GoldenTables.check(table);
        double[] gaps = table.doubles("gaps");
        for (int i = 0; i < gaps.length; i++) {
            assertThat(Double.valueOf(gaps[i])).isEqualTo(Double.valueOf(i % 5 == 0 ? Double.NaN : i));
        }
    }

    @Test
    void aDictionaryThatIsGivenUpHalfWay() {
        Table table = ParquetTable.read(file("pyarrow_fallback"));
        for (int i = 0; i < 2000; i++) {
            assertThat(table.strings("cell_id")[i]).isEqualTo(String.format("cell_%05d", i));
        }
        assertThat(table.doubles("count")[1999]).isEqualTo(1999.0 * 1999);
        assertThat(ParquetTable.read(file("pyarrow_category")).strings("kind")).containsExactly("b", "a", null, "b");
        assertThat(ParquetTable.read(file("pyarrow_empty")).rows()).isZero();
    }

    @Test
    void rowGroupsOneByOneAreTheWhole() {
        List<Integer> sizes = new ArrayList<>();
        ParquetTable.forEachGroup(file("pyarrow_zstd"), group -> sizes.add(group.rows()));
        assertThat(sizes).containsExactly(50, 50, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "pyarrow_brotli,BROTLI",
        "duckdb_encrypted,encrypted",
        "pyarrow_int96,int96",
        "pyarrow_decimal,DECIMAL",
        "pyarrow_nested,column values"
    })
    void whatCannotBeReadIsNamed(String name, String reason) {
        Path file = file(name);
        assertThatThrownBy(() -> ParquetTable.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(name)
                .hasMessageNotContaining("damaged");
        if (!name.equals("duckdb_encrypted") && !name.equals("pyarrow_brotli")) {
            assertThat(ParquetTable.read(file, Set.of("id")).doubles("id")).containsExactly(1, 2);
        }
    }

    @Test
    void theOldLz4IsReadInEitherForm() throws IOException {
        byte[] text = "spots and bins ".repeat(400).getBytes(StandardCharsets.UTF_8);
        byte[] framed = framed(Arrays.copyOf(text, 3000), Arrays.copyOfRange(text, 3000, text.length));
        assertThat(HadoopLz4.expand(framed, text.length)).isEqualTo(text);
        byte[] plain = compressed(text);
        assertThat(HadoopLz4.expand(plain, text.length)).isEqualTo(text);
        assertThatThrownBy(() -> HadoopLz4.expand(plain, text.length + 1)).isInstanceOf(IOException.class);
        for (int at = 0; at < framed.length; at++) {
            byte[] broken = framed.clone();
            broken[at] ^= (byte) 0x91;
            try {
                assertThat(HadoopLz4.expand(broken, text.length)).hasSize(text.length);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("LZ4");
            }
        }
    }

    private static byte[] framed(byte[]... blocks) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        for (byte[] block : blocks) {
            byte[] stored = compressed(block);
            out.putInt(block.length).putInt(stored.length).put(stored);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] compressed(byte[] bytes) {
        Lz4Compressor compressor = new Lz4Compressor();
        byte[] out = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(out, compressor.compress(bytes, 0, bytes.length, out, 0, out.length));
    }
}
