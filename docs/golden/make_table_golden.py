"""Writes the small Parquet and Arrow files of other writers that the tests of spatho-anndata read.

usage: python make_table_golden.py spatho-anndata/src/test/resources/io/spatho/anndata
made with pyarrow 26.0.1, duckdb 2.0.0, polars 2.1.0 and numpy
"""

import decimal
import pathlib
import sys

import duckdb
import polars
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

ROWS = 120
out = pathlib.Path(sys.argv[1]) / "parquet"
arrows = pathlib.Path(sys.argv[1]) / "arrow"
out.mkdir(parents=True, exist_ok=True)
arrows.mkdir(parents=True, exist_ok=True)


def columns(rows=ROWS):
    """Row i: see GoldenTablesTest, which makes the same values."""
    at = range(rows)
    return {
        "cell_id": pa.array([f"cell_{i:05d}" for i in at]),
        "note": pa.array([None if i % 7 == 0 else "" if i % 7 == 1 else f"ä{i % 5}" for i in at]),
        "x": pa.array([float("nan") if i % 11 == 0 else None if i % 11 == 1 else i / 3 for i in at], pa.float64()),
        "y": pa.array([i * 0.5 for i in at], pa.float32()),
        "count": pa.array([i * i for i in at], pa.int32()),
        "big": pa.array([(i << 40) + 1 for i in at], pa.int64()),
        "tiny": pa.array([i % 100 for i in at], pa.uint8()),
        "gaps": pa.array([None if i % 5 == 0 else i for i in at], pa.int32()),
        "flag": pa.array([i % 3 == 0 for i in at], pa.bool_()),
    }


table = pa.table(columns())
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    pq.write_table(table, out / f"pyarrow_{codec}.parquet", compression=codec, row_group_size=50)
pq.write_table(table, out / "pyarrow_v2.parquet", data_page_version="2.0", version="2.6", compression="zstd")
pq.write_table(table, out / "pyarrow_plain.parquet", use_dictionary=False, write_statistics=False, compression="none")
pq.write_table(
    table,
    out / "pyarrow_encodings.parquet",
    use_dictionary=False,
    compression="snappy",
    data_page_version="2.0",
    column_encoding={
        "cell_id": "DELTA_BYTE_ARRAY",
        "note": "DELTA_LENGTH_BYTE_ARRAY",
        "x": "BYTE_STREAM_SPLIT",
        "y": "BYTE_STREAM_SPLIT",
        "count": "DELTA_BINARY_PACKED",
        "big": "DELTA_BINARY_PACKED",
        "flag": "RLE",
    },
)
# The dictionary is given up after the first page.
pq.write_table(
    pa.table(columns(2000)).select(["cell_id", "count"]),
    out / "pyarrow_fallback.parquet",
    dictionary_pagesize_limit=1024,
    data_page_size=1024,
    write_batch_size=64,
    compression="zstd",
)
pq.write_table(
    pa.table({"kind": pa.array(["b", "a", None, "b"]).dictionary_encode(), "t": pa.array([1, 2, 3, 4])}),
    out / "pyarrow_category.parquet",
)
pq.write_table(
    pa.table({"id": pa.array([1, 2]), "t": pa.array([0, 1], pa.timestamp("ns"))}),
    out / "pyarrow_int96.parquet",
    use_deprecated_int96_timestamps=True,
)
pq.write_table(
    pa.table({"id": pa.array([1, 2]), "d": pa.array([decimal.Decimal("1.25"), decimal.Decimal("2.50")])}),
    out / "pyarrow_decimal.parquet",
)
pq.write_table(
    pa.table({"id": pa.array([1, 2]), "values": pa.array([[1, 2], []]), "s": pa.array([{"a": 1}, {"a": 2}])}),
    out / "pyarrow_nested.parquet",
)
pq.write_table(table.slice(0, 0), out / "pyarrow_empty.parquet")

con = duckdb.connect()
con.register("t", table)
con.execute(f"COPY t TO '{out}/duckdb_zstd.parquet' (FORMAT parquet, COMPRESSION zstd)")
con.execute(f"COPY t TO '{out}/duckdb_v2.parquet' (FORMAT parquet, COMPRESSION lz4, PARQUET_VERSION v2)")
con.execute("SET force_mbedtls_unsafe = 'true'")
con.execute("PRAGMA add_parquet_key('key', '0123456789112345')")
con.execute(f"COPY (SELECT 1 AS a) TO '{out}/duckdb_encrypted.parquet' (ENCRYPTION_CONFIG {{footer_key: 'key'}})")

frame = polars.from_arrow(table)
frame.write_parquet(out / "polars_zstd.parquet", compression="zstd", statistics="full")
frame.write_parquet(out / "polars_lz4.parquet", compression="lz4", row_group_size=40)

# Arrow: whole numbers are not null here, because a column of ints with gaps is what Parquet tests already.
coded = table.drop_columns(["gaps"]).append_column("kind", pa.array([None if i % 9 == 0 else "xyz"[i % 3] for i in range(ROWS)]).dictionary_encode())
for codec in ["uncompressed", "lz4", "zstd"]:
    options = ipc.IpcWriteOptions(compression=None if codec == "uncompressed" else codec)
    with ipc.new_file(arrows / f"pyarrow_{codec}.arrow", coded.schema, options=options) as sink:
        sink.write_table(coded, max_chunksize=50)
    with ipc.new_stream(arrows / f"pyarrow_{codec}.arrows", coded.schema, options=options) as sink:
        sink.write_table(coded, max_chunksize=50)
feather.write_feather(coded, arrows / "pyarrow_v1.feather", version=1)
frame.write_ipc(arrows / "polars_view.arrow", compression="zstd")
with ipc.new_file(arrows / "pyarrow_list.arrow", pa.schema([("v", pa.list_(pa.int32()))])) as sink:
    sink.write_table(pa.table({"v": pa.array([[1], [2, 3]], pa.list_(pa.int32()))}))
