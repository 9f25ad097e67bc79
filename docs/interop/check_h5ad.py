#!/usr/bin/env python3
"""Asserts that anndata, scanpy and squidpy read a case.h5ad as its contract says. See README.md.

An AnnData file that `spatho convert` took over keeps its own X, dense or sparse, counts or not: --archive.
"""

import argparse
import importlib.util
import os
import sys
import tempfile

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

failures = 0


def check(what, holds, detail=""):
    global failures
    print(("ok    " if holds else "WRONG ") + what + (f" ({detail})" if detail else ""))
    failures += not holds


def check_encodings(file):
    """Every element but the arrays inside a sparse matrix names its encoding."""
    bad = []

    def visit(name, node):
        inside = node.parent.attrs.get("encoding-type", "")
        if inside in ("csr_matrix", "csc_matrix"):
            return
        if "encoding-type" not in node.attrs or "encoding-version" not in node.attrs:
            bad.append(name)

    with h5py.File(file) as f:
        check("root is anndata 0.1.0", f.attrs["encoding-type"] == "anndata" and f.attrs["encoding-version"] == "0.1.0")
        f.visititems(visit)
    check("every element has encoding-type and encoding-version", not bad, ", ".join(bad[:5]))


def check_matrix(a):
    check("X is CSR, float32", sp.issparse(a.X) and a.X.format == "csr" and a.X.dtype == np.float32)
    check("X holds finite, non-negative values", bool(np.isfinite(a.X.data).all() and (a.X.data >= 0).all()))
    check("X has sorted indices without repeats", bool(a.X.has_sorted_indices and a.X.has_canonical_format))


def check_obs(a):
    check("obs has cell_id, x_um, y_um", {"cell_id", "x_um", "y_um"} <= set(a.obs.columns))
    check("obs index is cell_id", bool((a.obs_names == a.obs["cell_id"].astype(str)).all()))
    check("cell ids are unique", a.obs_names.is_unique)
    if "cluster_id" in a.obs:
        check("cluster_id is categorical", isinstance(a.obs["cluster_id"].dtype, pd.CategoricalDtype))
    spatial = a.obsm["spatial"]
    check("obsm spatial is float64, n x 2", spatial.dtype == np.float64 and spatial.shape == (a.n_obs, 2))
    check("spatial equals x_um, y_um", bool(np.array_equal(spatial, a.obs[["x_um", "y_um"]].to_numpy())))


def check_features(var, where):
    for column in ("feature_name", "feature_id", "feature_type"):
        check(f"{where} has {column}", column in var.columns)
    check(f"{where} index is unique", var.index.is_unique)


def check_modalities(a):
    for name, modality in a.uns["modalities"].items():
        check(f"modality {name} has {a.n_obs} rows", sp.issparse(modality["X"]) and modality["X"].shape[0] == a.n_obs)
        check(f"modality {name} var is a data frame", isinstance(modality["var"], pd.DataFrame))
        check(f"modality {name} shapes agree", modality["X"].shape[1] == len(modality["var"]))
        check_features(modality["var"], f"modality {name}")
    types = set(a.var["feature_type"].astype(str))
    check("X holds gene expression only", types <= {"Gene Expression"}, ", ".join(sorted(types)))


def check_provenance(a):
    spatho = a.uns["spatho"]
    for key in ("contract_version", "platform", "platform_software_version", "sample", "coordinate_unit"):
        check(f"uns spatho {key} is text", isinstance(spatho[key], str), repr(spatho[key]))
    check("panel has name and fingerprint", len(spatho["panel"]["fingerprint"]) == 64, spatho["panel"]["name"])
    sources = spatho["sources"]
    check("sources have role, name, bytes, sha256", list(sources.columns) == ["role", "name", "bytes", "sha256"])
    check("source digests are SHA-256", bool(sources["sha256"].str.fullmatch("[0-9a-f]{64}").all()))
    check("transforms have from, to, a .. f", list(spatho["transforms"].columns) == ["from", "to", *"abcdef"])
    check("pixel size is a number", isinstance(float(spatho["pixel_size_um"]), float))


def check_images(a):
    for library, entry in a.uns["spatial"].items():
        for name, image in entry["images"].items():
            check(f"{library}: {name} is uint8, h x w x 3", image.dtype == np.uint8 and image.ndim == 3 and image.shape[2] == 3)
            factor = entry["scalefactors"][f"tissue_{name}_scalef"]
            if a.n_obs:
                pixels = a.obsm["spatial"] * factor
                height, width = image.shape[:2]
                inside = (pixels >= 0) & (pixels <= [width, height])
                check(f"{library}: positions fall on {name}", bool(inside.all(axis=1).mean() > 0.9), f"factor {factor:.4g}")
        check(f"{library}: spot diameter", entry["scalefactors"]["spot_diameter_fullres"] > 0)


def check_archive_matrix(a):
    """X as the archive has it: any layout, any numbers, or none; a CSR or CSC matrix is well formed."""
    if a.X is None:
        check("X is left out", True)
        return
    kind = a.X.format if sp.issparse(a.X) else type(a.X).__name__
    check("X is a matrix", a.X.shape == a.shape, f"{kind} {a.X.dtype} {a.X.shape}")
    values = a.X.data if sp.issparse(a.X) else a.X
    check("X holds numbers", values.dtype.kind in "biufc")


def same_matrix(one, other):
    if one is None or other is None:
        return one is None and other is None
    if sp.issparse(one):
        return sp.issparse(other) and (one != other).nnz == 0
    return np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")


def check_rewrite(a):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "again.h5ad")
        anndata.settings.allow_write_nullable_strings = True
        a.write_h5ad(path)
        b = anndata.read_h5ad(path)
    check("anndata writes and reads it again", a.shape == b.shape and same_matrix(a.X, b.X))


def plain(a):
    """What scanpy works on: X as float32 without observations of no counts, which no normalisation can scale."""
    b = a.copy()
    b.X = b.X.astype(np.float32)
    values = b.X.data if sp.issparse(b.X) else b.X
    if not np.isfinite(values).all() or (values < 0).any():
        return b, False
    return b[np.asarray(b.X.sum(axis=1)).ravel() > 0].copy(), True


def check_scanpy(b, counts):
    """Normalisation, principal components and neighbours: what most notebooks begin with."""
    import scanpy

    if counts:
        scanpy.pp.calculate_qc_metrics(b, inplace=True, percent_top=None)
        scanpy.pp.normalize_total(b)
        b.uns.pop("log1p", None)
        scanpy.pp.log1p(b)
        check("scanpy normalises", bool(np.isfinite(b.X.data if sp.issparse(b.X) else b.X).all()))
    else:
        print("skip  X is not counts (negative values): scanpy does not normalise it")
    components = min(10, b.n_obs - 1, b.n_vars - 1)
    scanpy.pp.pca(b, n_comps=components)
    check("scanpy finds principal components", b.obsm["X_pca"].shape == (b.n_obs, components) and bool(np.isfinite(b.obsm["X_pca"]).all()))
    # Exact: scanpy 1.11.5 cannot take what pynndescent 0.7.0 gives it for more than 4,096 observations, whoever wrote the file.
    scanpy.pp.neighbors(b, n_neighbors=min(10, b.n_obs - 1), transformer="sklearn")
    check("scanpy finds neighbours", b.obsp["connectivities"].nnz > 0)


def check_squidpy(b, plot):
    """A graph of neighbouring places and a picture, by squidpy and by scanpy."""
    import matplotlib

    matplotlib.use("Agg")
    import scanpy
    import squidpy

    squidpy.gr.spatial_neighbors(b, coord_type="generic", n_neighs=6)
    check("squidpy finds neighbours", b.obsp["spatial_connectivities"].nnz > 0)
    with_image = any(
        np.ndim(image) == 3 for library in b.uns.get("spatial", {}).values() for image in library.get("images", {}).values()
    )
    colour = "total_counts" if "total_counts" in b.obs else None
    with tempfile.TemporaryDirectory() as folder:
        target = plot or os.path.join(folder, "plot.png")
        squidpy.pl.spatial_scatter(b, color=colour, save=target, **({} if with_image else {"shape": None, "library_id": "none"}))
        check("squidpy plots", os.path.getsize(target) > 0, "with picture" if with_image else "no picture")
    scanpy.pl.spatial(b, color=colour, show=False, **({} if with_image else {"spot_size": 10, "img_key": None}))
    check("scanpy plots", True)


def check_tools(a, plot):
    for tool in ("scanpy", "squidpy"):
        if importlib.util.find_spec(tool) is None:
            print(f"skip  {tool} is not installed")
            return
    if a.X is None or a.n_obs <= 10 or a.n_vars <= 2:
        print(f"skip  {a.n_obs} x {a.n_vars} is too small for scanpy and squidpy")
        return
    b, counts = plain(a)
    check_scanpy(b, counts)
    if "spatial" in b.obsm:
        check_squidpy(b, plot)
    else:
        print("skip  no positions: squidpy has nothing to plot")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--plot", help="where squidpy's picture goes")
    parser.add_argument("--archive", action="store_true", help="an AnnData file that was converted: X is its own")
    arguments = parser.parse_args()
    print("anndata", anndata.__version__, "h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)
    check_encodings(arguments.file)
    a = anndata.read_h5ad(arguments.file)
    print(a)
    if arguments.archive:
        check_archive_matrix(a)
    else:
        check_matrix(a)
    if not arguments.archive or "spatho" in a.uns:
        check_obs(a)
        check_features(a.var, "var")
        check_modalities(a)
        check_provenance(a)
        check_images(a)
    else:
        print("skip  no case: positions, unit or counts are missing")
    check_rewrite(a)
    check_tools(a, os.path.abspath(arguments.plot) if arguments.plot else None)
    backed = anndata.read_h5ad(arguments.file, backed="r")
    check("backed mode opens it", backed.shape == a.shape)
    print("failures:", failures)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
