#!/usr/bin/env python3
"""Writes an h5ad file with every kind of element that anndata knows, for compare_h5ad.py. See README.md."""

import sys

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

anndata.settings.allow_write_nullable_strings = True
rng = np.random.default_rng(0)
n, m = 60, 25


def counts(rows, columns, dtype=np.float32):
    return sp.csr_matrix(rng.poisson(0.6, (rows, columns)).astype(dtype))


def numbers():
    arrays = {}
    for dtype in "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 bool complex64 complex128".split():
        arrays[dtype] = (rng.random(7) * 100).astype(dtype)
        arrays[dtype + "_2d"] = (rng.random((3, 4)) * 100).astype(dtype)
        arrays[dtype + "_empty"] = np.empty(0, dtype)
        arrays[dtype + "_scalar"] = np.dtype(dtype).type(3)
    arrays["uint64"][0] = 2**64 - 1
    arrays["float16"][:3] = [np.nan, np.inf, 6e-8]
    arrays["cube"] = rng.random((3, 4, 5))
    arrays["large"] = rng.integers(0, 1000, (3000, 211)).astype(np.int16)
    arrays["no_rows"] = np.empty((0, 5), np.float32)
    arrays["big_endian"] = np.arange(5, dtype=">i4").astype("<i4")
    return arrays


def table(rows, name=None):
    frame = pd.DataFrame(index=pd.Index([f"r{i}" for i in range(rows)], name=name))
    frame["category"] = pd.Categorical(rng.choice(["b", "a", "ü"], rows))
    frame["ordered"] = pd.Categorical(rng.choice(["low", "high"], rows), categories=["low", "high"], ordered=True)
    frame["missing category"] = pd.Categorical([None if i % 3 else "x" for i in range(rows)])
    frame["number category"] = pd.Categorical(rng.choice([3, 1, 2], rows))
    frame["truth category"] = pd.Categorical(rng.choice([True, False], rows))
    frame["text"] = np.array([f"täxt {i}" for i in range(rows)], dtype=object)
    frame["nullable text"] = pd.array([None if i % 4 == 0 else f"t{i}" for i in range(rows)], dtype="string")
    frame["nullable int"] = pd.array([None if i % 4 == 0 else i for i in range(rows)], dtype="Int16")
    frame["nullable uint8"] = pd.array([i % 200 for i in range(rows)], dtype="UInt8")
    frame["nullable bool"] = pd.array([None if i % 4 == 0 else i % 2 == 0 for i in range(rows)], dtype="boolean")
    frame["truth"] = np.arange(rows) % 2 == 0
    for dtype in "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split():
        frame[dtype] = (rng.random(rows) * 100).astype(dtype)
    frame["float64"] = np.where(np.arange(rows) % 5 == 0, np.nan, frame["float64"])
    return frame


def unsorted(matrix):
    """Indices of a row out of order, and one entry twice."""
    out = matrix.copy()
    for row in range(out.shape[0]):
        part = slice(out.indptr[row], out.indptr[row + 1])
        out.indices[part] = out.indices[part][::-1].copy()
    out.has_sorted_indices = False
    row = int(np.argmax(np.diff(out.indptr)))
    start = out.indptr[row]
    out.indices[start + 1] = out.indices[start]
    return out


def main(path, compression):
    obs, var = table(n, "barcode"), table(m)
    var.index = [f"G{i}" for i in range(m)]
    x = counts(n, m)
    raw = anndata.AnnData(counts(n, m + 10), obs=pd.DataFrame(index=obs.index), var=table(m + 10))
    raw.varm["raw loadings"] = rng.random((m + 10, 2))
    a = anndata.AnnData(sp.csr_matrix(np.log1p(x.toarray())), obs=obs, var=var)
    a.raw = raw
    a.layers["counts"] = x
    a.layers["csc"] = sp.csc_matrix(x)
    a.layers["dense"] = x.toarray().astype(np.int64)
    a.layers["csr array"] = sp.csr_array(x)
    a.layers["unsorted"] = unsorted(x)
    a.obsm["spatial"] = (rng.random((n, 2)) * 400).astype(np.int64)
    a.obsm["X_pca"] = rng.random((n, 5)).astype(np.float32)
    a.obsm["frame"] = table(n).set_index(obs.index)
    a.obsm["sparse"] = counts(n, 7)
    a.obsm["half"] = rng.random((n, 2)).astype(np.float16)
    a.varm["PCs"] = rng.random((m, 5))
    a.varm["frame"] = table(m).set_index(var.index)
    a.obsp["distances"] = counts(n, n, np.float64)
    a.varp["dense"] = rng.random((m, m))
    pixels = (rng.random((50, 60, 3)) * 255).astype(np.uint8)
    a.uns["spatial"] = {
        "library 1": {
            "images": {"hires": pixels, "lowres": pixels[::2, ::2].astype(np.float32) / 255},
            "scalefactors": {
                "tissue_hires_scalef": 0.1,
                "tissue_lowres_scalef": 0.05,
                "spot_diameter_fullres": 30.0,
                "fiducial_diameter_fullres": 48.0,
            },
            "metadata": {"chemistry_description": "made"},
        }
    }
    a.uns["numbers"] = numbers()
    a.uns["table"] = table(5, "name")
    a.uns["no rows"] = table(0)
    a.uns["text"] = "ünicode"
    a.uns["empty text"] = ""
    a.uns["texts"] = np.array([["a", "bb"], ["", "ü"]], dtype=object)
    a.uns["no texts"] = np.array([], dtype=object).astype(str)
    a.uns["none"] = None
    a.uns["byte strings"] = np.array([b"ab", b"c", b"\xff"])
    a.uns["records"] = np.array(
        [("x", 1, 0.5, True), ("üü", 2, np.nan, False)], dtype=[("t", "O"), ("i", "<i2"), ("f", "<f4"), ("b", "?")]
    )
    a.uns["number records"] = np.zeros(4, dtype=[("a/b", "<u8"), ("v", "<f8", (3,))])
    a.uns["nested"] = {"deeper": {"deepest": {"list": np.arange(3)}, "empty": {}}}
    a.uns["categorical"] = pd.Categorical(["x", "y", None])
    a.uns["long"] = counts(40, 3).astype(np.float64)
    try:
        import awkward

        a.obsm["ragged"] = awkward.Array([list(range(i % 4)) for i in range(n)])
    except ImportError:
        print("awkward is not installed: no ragged array")
    a.write_h5ad(path, compression=compression, convert_strings_to_categoricals=False)
    with h5py.File(path, "r+") as f:
        group = f["layers"]["counts"]
        indices = group["indices"][:]
        del group["indices"]
        group.create_dataset("indices", data=indices.astype(np.int64), compression=compression)
        f["uns"]["bytes"] = np.bytes_(b"\x00\xffraw")
        f["uns"]["bytes"].attrs.update({"encoding-type": "bytes", "encoding-version": "0.2.0"})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
