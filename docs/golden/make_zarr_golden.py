#!/usr/bin/env python3
"""Writes the small Zarr stores that the tests of io.spatho.anndata.zarr read. See README.md.

Every array of numbers holds (37 i) mod 101 at its i-th place, row after row, unless said otherwise below.
"""

import argparse
import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import numcodecs
import numpy as np
import zarr
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec

SHUFFLES = {"plain": numcodecs.Blosc.NOSHUFFLE, "bytes": numcodecs.Blosc.SHUFFLE, "bits": numcodecs.Blosc.BITSHUFFLE}
WORDS = ["", "a", "Zelle", "细胞", "𝄞 clef", "tumour", "b"]


def numbers(shape, dtype):
    n = int(np.prod(shape))
    return ((37 * np.arange(n)) % 101).astype(dtype).reshape(shape)


def version2(folder):
    root = zarr.open_group(folder, mode="w", zarr_format=2)
    root.attrs.update({"text": "µm", "texts": ["a", "b"], "none": [], "whole": 7, "wholes": [1, 2], "real": 0.5, "yes": True,
                       "lists": [["a"], ["b", "c"]]})
    plain = {"none": None, "zlib": numcodecs.Zlib(5), "gzip": numcodecs.GZip(5), "zstd": numcodecs.Zstd(3),
             "lz4": numcodecs.LZ4()}
    for name, codec in plain.items():
        root.create_array(f"codec_{name}", data=numbers(3000, "<i4"), chunks=(1100,), compressors=codec)
    for codec in numcodecs.blosc.list_compressors():
        for shuffle, number in SHUFFLES.items():
            blosc = numcodecs.Blosc(cname=codec, clevel=5, shuffle=number, blocksize=2048)
            root.create_array(f"blosc_{codec}_{shuffle}", data=numbers(3000, "<i4"), chunks=(1100,), compressors=blosc)
    # Long runs, far matches and bytes that do not compress, for blosclz.
    far = np.concatenate([np.random.default_rng(1).integers(0, 256, 9000), np.zeros(3000), np.arange(500) % 256]).astype("u1")
    far = np.concatenate([far, far[:4000]])
    blosc = numcodecs.Blosc(cname="blosclz", clevel=9, shuffle=numcodecs.Blosc.NOSHUFFLE, blocksize=1 << 15)
    root.create_array("far_blosclz", data=far, chunks=(len(far),), compressors=blosc)
    root.create_array("far", data=far, chunks=(len(far),), compressors=numcodecs.Zlib(9))
    odd = numcodecs.Blosc(cname="lz4", shuffle=numcodecs.Blosc.BITSHUFFLE, blocksize=0)
    root.create_array("odd_bits", data=numbers(1003, "<f8"), chunks=(1003,), compressors=odd)
    shuffled = root.create_array("filter_shuffle", shape=3000, chunks=(1100,), dtype="<i4",
                                 filters=[numcodecs.Shuffle(4)], compressors=numcodecs.Zlib(1))
    shuffled[:] = numbers(3000, "<i4")
    for dtype in ["<i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<u1", "<u2", ">u4", "<u8", "<f2", ">f4", "<f8", ">f8", "|b1"]:
        name = "type_" + dtype.replace("<", "l").replace(">", "b").replace("|", "n")
        root.create_array(name, data=numbers((7, 5), dtype), chunks=(3, 2), compressors=None)
    root.create_array("order_f", data=numbers((7, 5, 3), "<i4"), chunks=(3, 2, 2), order="F", compressors=numcodecs.Zlib(1))
    root.create_array("slashes", data=numbers((7, 5), "<i4"), chunks=(3, 2), compressors=None,
                      chunk_key_encoding={"name": "v2", "separator": "/"})
    root.create_array("scalar", data=np.array(37.5))
    root.create_array("empty", shape=(0, 3), dtype="<f4", chunks=(1, 3))
    missing = root.create_array("missing", shape=(7, 5), chunks=(3, 2), dtype="<f4", fill_value=-1.5)
    missing[0:3, 0:2] = 2
    nan = root.create_array("missing_nan", shape=(4,), chunks=(3,), dtype="<f8", fill_value=np.nan)
    nan[0:3] = 1
    root.create_array("unicode", data=np.array(WORDS, dtype="<U8"), chunks=(3,))
    root.create_array("unicode_big", data=np.array(WORDS, dtype=">U8"), chunks=(3,))
    root.create_array("ascii", data=np.array(["", "one", "three"], dtype="S5"), chunks=(2,))
    words = root.create_array("words", shape=(len(WORDS),), dtype=str, chunks=(3,), compressors=numcodecs.Zlib(1))
    words[:] = np.array(WORDS, dtype=object)
    records = np.array([(1, 2.5, "ab", True), (-3, 4.5, "", False)], dtype=[("i", "<i4"), ("f", "<f4"), ("s", "<U3"), ("b", "?")])
    structured = root.create_array("records", shape=(2,), dtype=records.dtype, chunks=(2,))
    structured[:] = records
    null = root.create_array("null", shape=(), dtype="bool")
    null.attrs["encoding-type"] = "null"


def version3(folder):
    root = zarr.open_group(folder, mode="w", zarr_format=3)
    root.attrs.update({"text": "µm", "texts": ["a", "b"]})
    make = root.create_array
    make("zstd", data=numbers(3000, "<i4"), chunks=(1100,), compressors=[ZstdCodec()])
    make("zstd_checksum", data=numbers(3000, "<i4"), chunks=(1100,), compressors=[ZstdCodec(checksum=True)])
    make("gzip", data=numbers(3000, "<i4"), chunks=(1100,), compressors=[GzipCodec()])
    make("blosc", data=numbers(3000, "<i4"), chunks=(1100,), compressors=[BloscCodec(cname="zstd", shuffle="bitshuffle")])
    make("crc", data=numbers(3000, "<i4"), chunks=(1100,), compressors=[GzipCodec(), Crc32cCodec()])
    make("big", data=numbers((7, 5), "<i4"), chunks=(3, 2), compressors=None, serializer=BytesCodec(endian="big"))
    make("transposed", data=numbers((7, 5, 3), "<i4"), chunks=(3, 2, 2), filters=[TransposeCodec(order=(2, 0, 1))])
    make("dots", data=numbers((7, 5), "<i4"), chunks=(3, 2), chunk_key_encoding={"name": "default", "separator": "."})
    make("names2", data=numbers((7, 5), "<i4"), chunks=(3, 2), chunk_key_encoding={"name": "v2", "separator": "."})
    make("sharded", data=numbers((17, 10), "<i4"), chunks=(3, 2), shards=(9, 4))
    start = make("sharded_start", shape=(17, 10), dtype="<i4", chunks=(9, 4), compressors=None,
                 serializer=ShardingCodec(chunk_shape=(3, 2), codecs=[BytesCodec(), ZstdCodec()], index_location="start"))
    start[:] = numbers((17, 10), "<i4")
    holes = make("sharded_holes", shape=(17, 10), dtype="<i4", chunks=(3, 2), shards=(9, 4), fill_value=5)
    holes[0:3, 0:2] = 1
    for dtype in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "bool"]:
        make("type_" + dtype, data=numbers((7, 5), dtype), chunks=(3, 2), compressors=None)
    words = make("words", shape=(len(WORDS),), dtype=str, chunks=(3,))
    words[:] = np.array(WORDS, dtype=object)
    make("unicode", data=np.array(WORDS, dtype="<U8"), chunks=(3,))
    make("scalar", data=np.array(37.5))
    one = make("scalar_word", shape=(), dtype=str)
    one[...] = "Zelle"
    nan = make("missing_nan", shape=(4,), chunks=(3,), dtype="float32", fill_value=np.nan)
    nan[0:3] = 1
    make("empty", shape=(0, 3), dtype="float32", chunks=(1, 3))


def pack(folder, target):
    """A zip whose bytes depend on the content only."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                info = zipfile.ZipInfo(str(file.relative_to(folder)), (2020, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(info, file.read_bytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where zarr2.zip and zarr3.zip are written")
    target = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    for name, write in {"zarr2": version2, "zarr3": version3}.items():
        folder = tempfile.mkdtemp()
        write(folder)
        pack(folder, target / f"{name}.zip")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
