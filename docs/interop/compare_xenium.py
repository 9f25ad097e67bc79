#!/usr/bin/env python3
"""Compares what spatho reads from a Xenium bundle with spatialdata-io's xenium() reader. See README.md.

spatialdata-io needs cells.zarr.zip, which small bundles lack: a stand-in with ids and polygon sets is made from the tables, in a
copy of the bundle. The other side is the h5ad of `spatho convert BUNDLE -o case.h5ad --transcripts` and what OutlineAreas.java writes.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import zarr

failures = 0


def check(what, holds, detail=""):
    global failures
    print(("ok    " if holds else "WRONG ") + what + (f" ({detail})" if detail else ""))
    failures += not holds


def pair(cell_id):
    """The two numbers of an id such as ffkpbaba-1; an integer id counts as its own prefix."""
    if "-" not in cell_id:
        return int(cell_id), 1
    letters, suffix = cell_id.split("-")
    value = 0
    for letter in letters:
        value = value * 16 + ord(letter) - ord("a")
    return value, int(suffix)


def polygon_set(group, table, cells):
    """cell_index, num_vertices and padded vertices of a boundary table that has label_id or one polygon a cell."""
    key = "label_id" if "label_id" in table else "cell_id"
    position = {cell: row for row, cell in enumerate(cells)}
    rings = [ring for _, ring in table.groupby(key, sort=True)]
    width = max(len(ring) for ring in rings)
    vertices = np.zeros((len(rings), 2 * width), np.float32)
    for row, ring in enumerate(rings):
        vertices[row, : 2 * len(ring)] = ring[["vertex_x", "vertex_y"]].to_numpy().ravel()
    group.create_array("cell_index", data=np.array([position[ring["cell_id"].iloc[0]] for ring in rings], np.uint32))
    group.create_array("num_vertices", data=np.array([len(ring) for ring in rings], np.int32))
    group.create_array("vertices", data=vertices)


def make_archive(bundle, folder):
    """A cells.zarr.zip in the layout of 2.0, format 2 as the instrument writes it."""
    cells = pd.read_parquet(bundle / "cells.parquet")
    ids = cells["cell_id"].astype(str).tolist()
    target = folder / "cells.zarr.zip"
    if target.exists():
        return target
    store = zarr.storage.ZipStore(target, mode="w")
    root = zarr.create_group(store, zarr_format=2)
    root.create_array("cell_id", data=np.array([pair(i) for i in ids], np.uint32))
    names = ["cell_centroid_x", "cell_centroid_y", "cell_area", "nucleus_area", "z_level", "nucleus_count"]
    count = cells["nucleus_count"] if "nucleus_count" in cells else np.ones(len(cells))
    summary = np.column_stack(
        [cells["x_centroid"], cells["y_centroid"], cells["cell_area"], cells["nucleus_area"], np.zeros(len(cells)), count]
    ).astype(np.float64)
    root.create_array("cell_summary", data=summary).attrs["column_names"] = names
    sets = root.create_group("polygon_sets")
    for number, name in enumerate(("nucleus_boundaries", "cell_boundaries")):
        table = pd.read_parquet(bundle / f"{name}.parquet")
        table["cell_id"] = table["cell_id"].astype(str)
        polygon_set(sets.create_group(str(number)), table, ids)
    store.close()
    return target


def compare_table(ours, theirs):
    check("same cells in the same order", list(ours.obs_names) == [str(i) for i in theirs.obs["cell_id"]])
    check("same genes", list(ours.var["feature_name"]) == list(theirs.var_names), f"{ours.n_vars}")
    check("same counts", (ours.X != theirs.X).nnz == 0, f"{ours.X.nnz} entries")
    check("same positions", np.array_equal(ours.obsm["spatial"], theirs.obsm["spatial"]))
    for column in ("transcript_counts", "cell_area", "nucleus_area"):
        if column in ours.obs and column in theirs.obs:
            a, b = ours.obs[column].to_numpy(float), theirs.obs[column].to_numpy(float)
            check(f"same {column}", np.array_equal(a, b, equal_nan=True))


def compare_shapes(sdata, areas, kind):
    """areas: a CSV of cell_id, area_um2, one row a polygon, from OutlineAreas.java."""
    theirs = sdata.shapes[kind]
    ours = pd.read_csv(areas, dtype={"cell_id": str})
    ids = theirs["cell_id"].astype(str) if "cell_id" in theirs else pd.Series(theirs.index.astype(str))
    expected = sorted(zip(ids, theirs.geometry.area))
    found = sorted(zip(ours["cell_id"], ours["area_um2"]))
    check(f"{kind}: as many polygons", len(expected) == len(found), f"{len(found)}")
    same = [a[0] == b[0] and abs(a[1] - b[1]) < 1e-2 for a, b in zip(expected, found)]
    check(f"{kind}: same cells and areas", all(same), f"{sum(same)} of {len(same)}")


def compare_transcripts(sdata, bundle, ours):
    if not (bundle / "transcripts.parquet").exists():
        print("skip  no transcripts")
        return
    theirs = sdata.points["transcripts"].compute()
    fields = ours.uns["spatho"]["platform_fields"].set_index("name")["value"]
    if "transcripts.total" not in fields:
        print("skip  the h5ad was made without --transcripts")
        return
    check("same number of transcripts", int(fields["transcripts.total"]) == len(theirs), fields["transcripts.total"])
    kept = theirs[(theirs["qv"] >= 20) & theirs["feature_name"].isin(set(ours.var["feature_name"]))]
    counts = kept.groupby(kept["cell_id"].astype(str)).size().reindex(ours.obs_names).fillna(0).to_numpy()
    check("same recount in each cell", np.array_equal(counts, ours.obs["transcripts_q20"].to_numpy(float)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("h5ad", type=Path, help="spatho convert BUNDLE -o H5AD [--transcripts]")
    parser.add_argument("--cells", type=Path, help="CSV of cell_id, area_um2 of spatho's cell outlines")
    parser.add_argument("--nuclei", type=Path, help="the same of nuclei")
    parser.add_argument("--archive", type=Path, help="only write cells.zarr.zip there")
    arguments = parser.parse_args()
    if arguments.archive:
        arguments.archive.mkdir(parents=True, exist_ok=True)
        print(make_archive(arguments.bundle, arguments.archive))
        return
    from spatialdata_io import xenium

    ours = anndata.read_h5ad(arguments.h5ad)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bundle"
        shutil.copytree(arguments.bundle, copy)
        make_archive(arguments.bundle, copy)
        sdata = xenium(
            copy,
            cells_labels=False,
            nucleus_labels=False,
            morphology_focus=False,
            morphology_mip=False,
            transcripts=(copy / "transcripts.parquet").exists(),
        )
        compare_table(ours, sdata.tables["table"])
        if arguments.cells:
            compare_shapes(sdata, arguments.cells, "cell_boundaries")
        if arguments.nuclei:
            compare_shapes(sdata, arguments.nuclei, "nucleus_boundaries")
        compare_transcripts(sdata, arguments.bundle, ours)
    print(json.dumps({"failures": failures}))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
