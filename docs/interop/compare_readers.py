"""Reads made bundles with the Python readers and with spatho, and asserts that counts and positions are equal.

    venv/bin/python docs/interop/compare_readers.py --spatho ./spatho [--keep DIR]

Bundles: Visium (squidpy), Visium HD with bins, segmented cells and barcode mappings (spatialdata-io), MERSCOPE (spatialdata-io, squidpy)
and CosMx (spatialdata-io, squidpy). Needs anndata, h5py, pandas, pyarrow, geopandas, squidpy, spatialdata-io. Everything in the bundles is
made up by this script. Prints one line per comparison; exit code 1 if one failed.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp
from PIL import Image

warnings.filterwarnings("ignore")
RNG = np.random.default_rng(20261121)
GENES = [f"GENE{i}" for i in range(30)]
FAILED = []


def check(name, ok, detail=""):
    print(("ok    " if ok else "FAILED"), name, detail)
    if not ok:
        FAILED.append(name)


def spatho(command, bundle, out, *options):
    subprocess.run([*command, "convert", str(bundle), "-o", str(out), "--force", *options], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return anndata.read_h5ad(out)


def same(name, ours, theirs, positions, tolerance=1e-6):
    """Theirs by our observation names: counts by gene name, positions in micrometres."""
    theirs = theirs.copy()
    theirs.var_names_make_unique()
    check(name + ": observations", sorted(ours.obs_names) == sorted(theirs.obs_names), f"{ours.n_obs} and {theirs.n_obs}")
    check(name + ": genes", list(ours.var_names) == list(theirs.var_names), f"{ours.n_vars}")
    if sorted(ours.obs_names) != sorted(theirs.obs_names):
        return
    order = pd.Series(range(theirs.n_obs), index=theirs.obs_names).loc[ours.obs_names].to_numpy()
    a = sp.csr_matrix(ours.X).toarray()
    b = sp.csr_matrix(theirs.X).toarray()[order]
    check(name + ": counts", np.array_equal(a, b), f"sum {a.sum():.0f}")
    if positions is not None:
        apart = np.abs(ours.obsm["spatial"] - np.asarray(positions)[order]).max()
        check(name + ": positions", apart < tolerance, f"{apart:.2g} um apart at most")


def tenx(path, matrix, barcodes, genes=GENES):
    """barcodes x genes as 10x HDF5."""
    matrix = sp.csr_matrix(matrix)
    matrix.sort_indices()
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as f:
        f.attrs["software_version"] = "made-up"
        f.attrs["library_ids"] = np.array(["made"], dtype="S")
        group = f.create_group("matrix")
        group["barcodes"] = np.array(barcodes, dtype="S")
        group["data"] = matrix.data.astype("i4")
        group["indices"] = matrix.indices.astype("i8")
        group["indptr"] = matrix.indptr.astype("i8")
        group["shape"] = np.array([len(genes), len(barcodes)], dtype="i4")
        features = group.create_group("features")
        features["id"] = np.array(genes, dtype="S")
        features["name"] = np.array(genes, dtype="S")
        features["feature_type"] = np.array(["Gene Expression"] * len(genes), dtype="S")
        features["genome"] = np.array(["made"] * len(genes), dtype="S")
        features["_all_tag_keys"] = np.array(["genome"], dtype="S")


def counts(n, genes=len(GENES), mean=0.6):
    matrix = RNG.poisson(mean, (n, genes))
    matrix[:, 0] = np.maximum(matrix[:, 0], 1)
    return matrix


def visium(folder):
    rows, cols = np.divmod(np.arange(78 * 64), 64)
    cols = 2 * cols + rows % 2
    barcodes = np.array([f"{i:05d}".translate(str.maketrans("0123456789", "ACGTACGTAC")) + f"{i:012b}".translate(
        str.maketrans("01", "AC")) + "-1" for i in range(len(rows))])
    tissue = (np.hypot(rows - 39, (cols - 64) / 2) < 30).astype(int)
    table = pd.DataFrame({"barcode": barcodes, "in_tissue": tissue, "array_row": rows, "array_col": cols,
                          "pxl_row_in_fullres": 300 + rows * 100 * np.sqrt(3), "pxl_col_in_fullres": 500 + cols * 100.0})
    spatial = folder / "spatial"
    spatial.mkdir(parents=True)
    table.to_csv(spatial / "tissue_positions.csv", index=False)
    (spatial / "scalefactors_json.json").write_text(json.dumps({
        "spot_diameter_fullres": 110.0, "tissue_hires_scalef": 0.1, "tissue_lowres_scalef": 0.03,
        "fiducial_diameter_fullres": 160.0}))
    for name in ("hires", "lowres"):
        Image.fromarray(np.full((20, 20, 3), 200, "u1")).save(spatial / f"tissue_{name}_image.png")
    inside = np.flatnonzero(tissue)
    tenx(folder / "filtered_feature_bc_matrix.h5", counts(len(inside)), barcodes[inside])
    return 0.5


def bin_name(size, row, col):
    return f"s_{size:03d}um_{row:05d}_{col:05d}-1"


def visium_hd(folder):
    """A grid of 48 x 40 bins of 2 um, all in tissue, 0.4 um per pixel, with four square cells."""
    nrows, ncols, um = 48, 40, 0.4
    step = 2 / um
    fine = counts(nrows * ncols, mean=0.3)
    row, col = np.divmod(np.arange(nrows * ncols), ncols)
    for size in (2, 8):
        factor = size // 2
        width = ncols // factor
        group = row // factor * width + col // factor
        n = nrows // factor * width
        sums = np.zeros((n, len(GENES)), dtype=int)
        np.add.at(sums, group, fine)
        r, c = np.divmod(np.arange(n), width)
        names = [bin_name(size, *rc) for rc in zip(r, c)]
        base = folder / f"binned_outputs/square_{size:03d}um"
        tenx(base / "filtered_feature_bc_matrix.h5", sums, names)
        (base / "spatial").mkdir()
        pd.DataFrame({"barcode": names, "in_tissue": np.ones(n, "u1"), "array_row": r.astype("u4"), "array_col": c.astype("u4"),
                      "pxl_row_in_fullres": 200 + step * (r * factor + (factor - 1) / 2),
                      "pxl_col_in_fullres": 100 + step * (c * factor + (factor - 1) / 2)}).to_parquet(
            base / "spatial/tissue_positions.parquet", compression="zstd")
        (base / "spatial/scalefactors_json.json").write_text(json.dumps({
            "spot_diameter_fullres": size / um, "bin_size_um": float(size), "microns_per_pixel": um,
            "tissue_hires_scalef": 0.5, "tissue_lowres_scalef": 0.1}))
    cell = np.zeros(nrows * ncols, dtype=int)
    nucleus = np.zeros(nrows * ncols, dtype=bool)
    boxes = {3: (4, 5, 10, 11), 8: (4, 20, 9, 27), 21: (30, 6, 36, 12), 400: (29, 25, 40, 33)}
    for number, (top, left, bottom, right) in boxes.items():
        inside = (row >= top) & (row < bottom) & (col >= left) & (col < right)
        cell[inside] = number
        nucleus |= inside & (row > top + 1) & (row < bottom - 2) & (col > left + 1) & (col < right - 2)
    name = {number: f"cellid_{number:09d}-1" for number in boxes}
    pd.DataFrame({"square_002um": [bin_name(2, *rc) for rc in zip(row, col)],
                  "square_008um": [bin_name(8, r // 4, c // 4) for r, c in zip(row, col)],
                  "cell_id": [name.get(number) for number in cell],
                  "in_nucleus": nucleus, "in_cell": cell > 0}).to_parquet(folder / "barcode_mappings.parquet")
    segmented = folder / "segmented_outputs"
    tenx(segmented / "filtered_feature_cell_matrix.h5",
         np.array([fine[cell == number].sum(axis=0) for number in boxes]), [name[number] for number in boxes])
    (segmented / "spatial").mkdir()
    (segmented / "spatial/scalefactors_json.json").write_text(json.dumps({
        "microns_per_pixel": um, "tissue_hires_scalef": 0.5, "tissue_lowres_scalef": 0.1}))

    def outlines(shrink):
        features = []
        for number, (top, left, bottom, right) in boxes.items():
            corners = [(left + shrink, top + shrink), (right - shrink, top + shrink), (right - shrink, bottom - shrink),
                       (left + shrink, bottom - shrink), (left + shrink, top + shrink)]
            ring = [[100 + step * (x - 0.5), 200 + step * (y - 0.5)] for x, y in corners]
            features.append({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]},
                             "properties": {"cell_id": number}})
        return json.dumps({"type": "FeatureCollection", "features": features})

    (segmented / "cell_segmentations.geojson").write_text(outlines(0))
    (segmented / "nucleus_segmentations.geojson").write_text(outlines(2))
    matrix = [[step, 0.0, 100.0], [0.0, step, 200.0], [0.0, 0.0, 1.0]]
    inverse = np.linalg.inv(matrix).tolist()
    transforms = {"spot_colrow_to_microscope_colrow": matrix, "microscope_colrow_to_spot_colrow": inverse,
                  "spot_colrow_to_cytassist_colrow": matrix, "cytassist_colrow_to_spot_colrow": inverse}
    with h5py.File(folder / "made_feature_slice.h5", "w") as f:
        f.attrs["filetype"] = "feature_slice"
        f.attrs["metadata_json"] = json.dumps({
            "sample_id": "made", "sample_desc": "", "slide_name": "made", "nrows": nrows, "ncols": ncols, "spot_pitch": 2.0,
            "hd_layout_json": json.dumps({"file_format": "1.0", "transform_matrices": transforms}),
            "transform_matrices": transforms})
        features = f.create_group("features")
        for key in ("id", "name"):
            features[key] = np.array(GENES, dtype="S")
        features["feature_type"] = np.array(["Gene Expression"] * len(GENES), dtype="S")
        for gene in range(len(GENES)):
            used = np.flatnonzero(fine[:, gene])
            if len(used):
                group = f.create_group(f"feature_slices/{gene}")
                group["row"], group["col"], group["data"] = row[used], col[used], fine[used, gene]
        mask = f.create_group("masks/filtered")
        mask["row"], mask["col"], mask["data"] = row, col, np.ones(len(row), dtype="u1")
    return um


def merscope(folder):
    from shapely import MultiPolygon, box, to_wkb

    n = 200
    names = [str(2718281828459045235 + 7 * i) for i in range(n)]
    genes = GENES[:25] + [f"Blank-{i}" for i in range(5)]
    folder.mkdir(parents=True)
    pd.DataFrame(counts(n), columns=genes, index=pd.Index(names, name="cell")).to_csv(folder / "cell_by_gene.csv")
    x, y = RNG.uniform(0, 5000, n), RNG.uniform(-300, 4000, n)
    cells = pd.DataFrame({"fov": np.arange(n) // 50, "volume": RNG.uniform(100, 900, n), "center_x": x, "center_y": y},
                         index=pd.Index(names, name="EntityID"))
    cells.to_csv(folder / "cell_metadata.csv")
    (folder / "images").mkdir()
    np.savetxt(folder / "images/micron_to_mosaic_pixel_transform.csv", [[9.26, 0, 100], [0, 9.26, 50], [0, 0, 1]])
    rows = [{"EntityID": int(names[i]), "ZIndex": z, "Geometry": to_wkb(MultiPolygon([box(x[i] - 4, y[i] - 4, x[i] + 4, y[i] + 4)]))}
            for i in range(n) for z in range(7)]
    table = pd.DataFrame(rows)
    import geopandas

    geometry = geopandas.GeoSeries.from_wkb(table.pop("Geometry"))
    geopandas.GeoDataFrame(table, geometry=geometry).rename_geometry("Geometry").to_parquet(folder / "cell_boundaries.parquet")
    molecules = pd.DataFrame({"barcode_id": 0, "global_x": RNG.uniform(0, 5000, 1000), "global_y": RNG.uniform(0, 4000, 1000),
                              "global_z": RNG.integers(0, 7, 1000).astype(float), "x": 0.0, "y": 0.0, "fov": 0,
                              "gene": RNG.choice(genes, 1000), "cell_id": RNG.choice(names + ["-1"], 1000)})
    molecules.to_csv(folder / "detected_transcripts.csv")


def cosmx(folder):
    ids = [(fov, cell) for fov in (1, 2, 3) for cell in range(0, 60)]
    table = pd.DataFrame(ids, columns=["fov", "cell_ID"])
    genes = GENES[:27] + ["NegPrb1", "NegPrb2", "SystemControl1"]
    matrix = pd.DataFrame(counts(len(table)), columns=genes)
    folder.mkdir(parents=True)
    pd.concat([table, matrix], axis=1).to_csv(folder / "Run1_S1_exprMat_file.csv", index=False)
    cells = table[table["cell_ID"] > 0].copy()
    n = len(cells)
    cells["Area"] = RNG.integers(1000, 4000, n)
    cells["CenterX_local_px"], cells["CenterY_local_px"] = RNG.uniform(0, 4256, n), RNG.uniform(0, 4256, n)
    cells["CenterX_global_px"] = cells["CenterX_local_px"] + 4256.0 * cells["fov"]
    cells["CenterY_global_px"] = cells["CenterY_local_px"] + 900.0
    cells.sample(frac=1, random_state=1).to_csv(folder / "Run1_S1_metadata_file.csv", index=False)
    fields = pd.DataFrame({"fov": [1, 2, 3], "x_global_px": [4256.0, 8512.0, 12768.0], "y_global_px": 900.0})
    fields["x_global_mm"], fields["y_global_mm"] = fields["x_global_px"] * 0.12028e-3, fields["y_global_px"] * 0.12028e-3
    fields.to_csv(folder / "Run1_S1_fov_positions_file.csv", index=False)
    for name in ("CellComposite", "CellLabels"):
        (folder / name).mkdir()
    return 0.12028


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--spatho", default="./spatho", help="the command that runs spatho")
    arguments.add_argument("--keep", help="a folder that keeps the bundles")
    arguments = arguments.parse_args()
    command = shlex.split(arguments.spatho)
    root = Path(arguments.keep or tempfile.mkdtemp())
    root.mkdir(parents=True, exist_ok=True)
    out = root / "case.h5ad"

    import spatialdata_io
    import squidpy

    um = visium(root / "visium")
    theirs = squidpy.read.visium(root / "visium")
    same("visium, squidpy", spatho(command, root / "visium", out), theirs, theirs.obsm["spatial"] * um)

    um = visium_hd(root / "hd")
    data = spatialdata_io.visium_hd(root / "hd", load_segmentations_only=False, load_nucleus_segmentations=True)
    for size in (2, 8):
        theirs = data.tables[f"square_{size:03d}um"]
        name = f"visium hd {size} um, spatialdata-io"
        same(name, spatho(command, root / "hd", out, "--bin-size", str(size)), theirs, theirs.obsm["spatial"] * um)
        same(name + ", from feature slices", spatho(command, root / "hd", out, "--bin-size", str(size), "--feature-slice"),
             theirs, theirs.obsm["spatial"] * um)
    theirs = data.tables["cell_segmentations"]
    shapes = data.shapes["made_cell_segmentations"].loc[theirs.obs_names]
    centres = np.column_stack([shapes.geometry.centroid.x, shapes.geometry.centroid.y])
    same("visium hd cells, spatialdata-io", spatho(command, root / "hd", out, "--bin-size", "cell"), theirs, centres * um)
    segmentation = root / "hd/segmented_outputs/cell_segmentations.geojson"
    same("visium hd cells, from given polygons", spatho(command, root / "hd", out, "--segmentation", str(segmentation)),
         theirs, centres * um)
    same("visium hd nuclei, spatialdata-io", spatho(command, root / "hd", out, "--bin-size", "nucleus"),
         data.tables["nucleus_segmentations"], None)
    (root / "hd/segmented_outputs").rename(root / "hd_segmented_outputs")
    same("visium hd cells, from barcode mappings", spatho(command, root / "hd", out, "--bin-size", "cell"), theirs, centres * um)

    merscope(root / "merscope")
    ours = spatho(command, root / "merscope", out)
    theirs = spatialdata_io.merscope(root / "merscope", mosaic_images=False).tables["table"]
    same("merscope, spatialdata-io", ours, theirs, theirs.obsm["spatial"])
    blank = ours.uns["modalities"]["blank"]["X"].toarray()
    check("merscope: blanks", np.array_equal(blank, theirs.obsm["blank"].loc[ours.obs_names].to_numpy()))
    theirs = squidpy.read.vizgen(root / "merscope", counts_file="cell_by_gene.csv", meta_file="cell_metadata.csv")
    same("merscope, squidpy", ours, theirs, theirs.obsm["spatial"])

    um = cosmx(root / "cosmx")
    ours = spatho(command, root / "cosmx", out)
    theirs = spatialdata_io.cosmx(root / "cosmx", transcripts=False).tables["table"]
    genes = [name for name in theirs.var_names if name.startswith("GENE")]
    same("cosmx, spatialdata-io", ours, theirs[:, genes], theirs.obsm["global"] * um, 1e-3)
    theirs = squidpy.read.nanostring(root / "cosmx", counts_file="Run1_S1_exprMat_file.csv", meta_file="Run1_S1_metadata_file.csv")
    same("cosmx, squidpy", ours, theirs[:, genes], theirs.obsm["spatial_fov"] * um, 1e-3)
    controls = sum(modality["X"].sum() for modality in ours.uns["modalities"].values())
    check("cosmx: controls", controls == theirs[:, [g for g in theirs.var_names if g not in genes]].X.sum())

    print(f"{len(FAILED)} failed")
    sys.exit(1 if FAILED else 0)


if __name__ == "__main__":
    main()
