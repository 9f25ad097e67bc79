#!/usr/bin/env python3
"""Asserts that real anndata reads the same from two h5ad files: every value, type, order and missing entry. See README.md.

compare_h5ad.py OLD NEW [--case]   NEW was written by `spatho convert OLD`; --case: NEW has what a case adds.
"""

import argparse
import os
import sys
import tempfile
import warnings

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings("ignore")

# What a case adds: those of the same name and other content are kept as source_<name>.
ADDED = {
    "obs": {"cell_id", "x_um", "y_um"},
    "var": {"feature_name", "feature_id", "feature_type"},
    "obsm": {"spatial"},
    "uns": {"spatho", "spatial", "modalities"},
}
wrong = []
compared = 0


def fail(path, what):
    wrong.append(f"{path}: {what}")


def same(path, a, b):
    global compared
    compared += 1
    if isinstance(a, pd.DataFrame):
        frames(path, a, b)
    elif sp.issparse(a) or isinstance(a, sp.sparray):
        sparse(path, a, b)
    elif isinstance(a, dict) or hasattr(a, "keys") and not isinstance(a, np.ndarray):
        keys(path, a, b)
    elif type(a).__module__.startswith("awkward"):
        if str(a.type) != str(b.type) or a.to_list() != b.to_list():
            fail(path, "ragged arrays differ")
    elif isinstance(a, (pd.Series, pd.Index)):
        series(path, a, b)
    elif isinstance(a, pd.api.extensions.ExtensionArray):
        series(path, pd.Series(a), pd.Series(b))
    elif isinstance(a, np.ndarray):
        arrays(path, a, b)
    elif a is None:
        if b is not None:
            fail(path, f"None became {b!r}")
    else:
        scalars(path, a, b)


def keys(path, a, b):
    if list(a.keys()) != list(b.keys()) and sorted(a.keys()) != sorted(b.keys()):
        fail(path, f"keys {sorted(a.keys())} became {sorted(b.keys())}")
    for key in a.keys():
        if key in b:
            same(f"{path}/{key}", a[key], b[key])


def frames(path, a, b):
    if list(a.columns) != list(b.columns):
        fail(path, f"columns {list(a.columns)} became {list(b.columns)}")
    series(path + " index", a.index, b.index)
    for column in a.columns:
        if column in b.columns:
            series(f"{path}[{column}]", a[column], b[column])


def series(path, a, b):
    if a.name != b.name:
        fail(path, f"name {a.name!r} became {b.name!r}")
    if a.dtype != b.dtype:
        fail(path, f"type {a.dtype!r} became {b.dtype!r}")
    if isinstance(a.dtype, pd.CategoricalDtype):
        if list(a.dtype.categories) != list(b.dtype.categories) or a.dtype.ordered != b.dtype.ordered:
            fail(path, "categories differ")
        if a.dtype.categories.dtype != b.dtype.categories.dtype:
            fail(path, "the type of the categories differs")
        codes = (a.cat if isinstance(a, pd.Series) else a).codes, (b.cat if isinstance(b, pd.Series) else b).codes
        if not np.array_equal(*codes):
            fail(path, "codes differ")
        return
    if not a.isna().tolist() == b.isna().tolist() or not a[~a.isna()].tolist() == b[~b.isna()].tolist():
        fail(path, "values differ")


def sparse(path, a, b):
    if type(a) is not type(b) or a.format != b.format or a.dtype != b.dtype or a.shape != b.shape:
        fail(path, f"{type(a).__name__} {a.dtype} {a.shape} became {type(b).__name__} {b.dtype} {b.shape}")
        return
    for part in ("indptr", "indices", "data"):
        arrays(f"{path}.{part}", getattr(a, part), getattr(b, part))


def arrays(path, a, b):
    if not isinstance(b, np.ndarray) or a.dtype != b.dtype or a.shape != b.shape:
        fail(path, f"{a.dtype} {a.shape} became {getattr(b, 'dtype', type(b))} {getattr(b, 'shape', '')}")
    elif a.dtype.names:
        for name in a.dtype.names:
            arrays(f"{path}[{name}]", np.asarray(a[name]), np.asarray(b[name]))
    elif a.dtype.kind in "fc":
        if a.tobytes() != b.tobytes():
            fail(path, "values differ")
    elif not np.array_equal(a, b):
        fail(path, "values differ")


def scalars(path, a, b):
    if type(a) is not type(b):
        fail(path, f"{type(a).__name__} became {type(b).__name__}")
    elif a != b and not (a != a and b != b):
        fail(path, f"{a!r} became {b!r}")


def without(frame, added, old):
    """A frame without what a case adds; columns it moved aside under their first name."""
    kept = [c for c in frame.columns if c in old.columns and "source_" + c not in frame.columns or c not in added]
    return frame[kept].rename(columns={c: c[7:] for c in kept if c.startswith("source_") and c[7:] in old.columns})


def elements(a, b, case):
    if (a.X is None) != (b.X is None):
        fail("X", "there in one file only")
    elif a.X is not None:
        same("X", a.X, b.X)
    for name in ("obs", "var"):
        new = getattr(b, name)
        old = getattr(a, name)
        if case:
            new = without(new, ADDED[name], old)[list(old.columns)]
        same(name, old, new)
    for name in ("layers", "obsm", "varm", "obsp", "varp", "uns"):
        old, new = dict(getattr(a, name)), dict(getattr(b, name))
        if case:
            for key in ADDED.get(name, ()):
                kept = new.pop("source_" + key, None)
                if kept is not None:
                    new[key] = kept
                elif key not in old:
                    new.pop(key, None)
            if name == "uns" and "spatial" in old:
                factors = b.uns["spatho"].get("source_scalefactors", {})
                for library, original in factors.items():
                    new["spatial"] = {**new["spatial"], library: {**new["spatial"][library], "scalefactors": original}}
        same(name, old, new)
    if (a.raw is None) != (b.raw is None):
        fail("raw", "there in one file only")
    elif a.raw is not None:
        same("raw/X", a.raw.X, b.raw.X)
        same("raw/var", a.raw.var, b.raw.var)
        same("raw/varm", dict(a.raw.varm), dict(b.raw.varm))


def read(path):
    """The file as anndata reads it; one from before encodings as anndata reads its own rewrite of it."""
    with h5py.File(path) as f:
        encoded = "encoding-type" in f.attrs
    a = anndata.read_h5ad(path)
    if encoded:
        return a
    with tempfile.TemporaryDirectory() as folder:
        again = os.path.join(folder, "again.h5ad")
        a.write_h5ad(again, convert_strings_to_categoricals=False)
        return anndata.read_h5ad(again)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--case", action="store_true")
    arguments = parser.parse_args()
    elements(read(arguments.old), anndata.read_h5ad(arguments.new), arguments.case)
    for line in wrong:
        print("WRONG", line)
    print(f"{arguments.old}: {compared} elements compared, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
