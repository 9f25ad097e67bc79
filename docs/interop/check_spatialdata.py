#!/usr/bin/env python3
"""Asserts that spatialdata reads a store of `spatho convert --to spatialdata` and finds everything in its place. See README.md."""

import argparse
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import spatialdata
from spatialdata.models import PointsModel, ShapesModel, TableModel
from spatialdata.transformations import get_transformation

warnings.filterwarnings("ignore")
failures = 0


def check(what, holds, detail=""):
    global failures
    print(("ok    " if holds else "WRONG ") + what + (f" ({detail})" if detail else ""))
    failures += not holds


def check_table(sdata):
    table = sdata.tables["table"]
    TableModel().validate(table)
    check("the table is valid", True)
    region, key, instance = (table.uns["spatialdata_attrs"][k] for k in ("region", "region_key", "instance_key"))
    check("region, its column and the instance column", (key, instance) == ("region", "cell_id") and region in sdata.shapes)
    check("every row is of the region", bool((table.obs[key] == region).all()))
    shapes = sdata.shapes[region]
    check("ids of table and shapes are the same, in order", list(table.obs[instance]) == list(shapes.index))
    centre = np.c_[shapes.geometry.centroid.x, shapes.geometry.centroid.y]
    check("positions of table and shapes agree", bool(np.allclose(centre, table.obsm["spatial"], atol=1e-9)))
    matched = sdata.filter_by_coordinate_system("global")
    check("everything is in the global system", set(matched.shapes) == set(sdata.shapes))
    element, rows = spatialdata.match_table_to_element(sdata, region, "table"), table.n_obs
    check("spatialdata matches table and shapes", element.n_obs == rows, f"{rows} rows")
    return table, region


def check_shapes(sdata, region):
    for name, shapes in sdata.shapes.items():
        ShapesModel().validate(shapes)
        kinds = sorted(set(shapes.geom_type))
        check(f"shapes {name} are valid", bool(shapes.geometry.is_valid.mean() > 0.99), f"{len(shapes)} {' and '.join(kinds)}")
        check(f"shapes {name} have unique names", shapes.index.is_unique)
        if kinds == ["Point"]:
            check(f"shapes {name} have radii", bool((shapes.radius > 0).all()), f"mean {shapes.radius.mean():.3g}")
        else:
            check(f"shapes {name} enclose something", bool((shapes.geometry.area > 0).all()), f"mean area {shapes.geometry.area.mean():.4g}")
    if "cell_boundaries" in sdata.shapes:
        cells, circles = sdata.shapes["cell_boundaries"], sdata.shapes[region]
        check("outlines are named after cells", bool(cells.index.isin(circles.index).all()))
        inside = circles.loc[cells.index].geometry.distance(cells.geometry.convex_hull.reset_index(drop=True).set_axis(cells.index))
        check("nearly all cells lie in the hull of their outline", bool((inside < 1e-6).mean() > 0.95))


def check_points(sdata):
    for name, points in sdata.points.items():
        PointsModel().validate(points)
        check(f"points {name} are valid", True)
        frame = points.compute()
        check("feature_name is categorical", isinstance(frame["feature_name"].dtype, pd.CategoricalDtype))
        check("positions are numbers", bool(np.isfinite(frame[["x", "y", "z"]].to_numpy()).all()), f"{len(frame)} molecules")
        known = frame["cell_id"].astype(str)
        known = known[known != "UNASSIGNED"].unique()
        check("molecules name cells of the table", set(known) <= set(sdata.tables["table"].obs["cell_id"]))


def check_images(sdata, region):
    for name, image in sdata.images.items():
        first = image["scale0"]["image"] if "scale0" in getattr(image, "children", {}) else image
        check(f"image {name} is three planes of bytes", first.dtype == np.uint8 and first.dims == ("c", "y", "x"), str(first.shape))
        to_global = get_transformation(image, "global").to_affine_matrix(("x", "y"), ("x", "y"))
        own = [s for s in get_transformation(image, get_all=True) if s != "global"]
        to_pixels = get_transformation(sdata.shapes[region], own[0]).to_affine_matrix(("x", "y"), ("x", "y"))
        check(f"image {name} and shapes agree on where pixels are", bool(np.allclose(to_global @ to_pixels, np.eye(3))))
        height, width = first.shape[1:]
        xy = np.c_[sdata.shapes[region].geometry.centroid.x, sdata.shapes[region].geometry.centroid.y, np.ones(len(sdata.shapes[region]))]
        pixels = xy @ to_pixels.T
        inside = (pixels[:, 0] >= 0) & (pixels[:, 0] <= width) & (pixels[:, 1] >= 0) & (pixels[:, 1] <= height)
        check(f"observations lie on image {name}", bool(inside.mean() > 0.95), f"{inside.mean():.3f}")


def check_again(sdata):
    """What was read can be written, and read again."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "again.zarr"
        sdata.write(target)
        again = spatialdata.read_zarr(target)
        check("the store can be written by spatialdata and read again", set(again._shared_keys) == set(sdata._shared_keys))
        x, y = sdata.tables["table"].X, again.tables["table"].X
        check("the matrix is the same then", x.shape == y.shape and (x != y).nnz == 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--outlines", action="store_true", help="cell and nucleus outlines and molecules must be there")
    args = parser.parse_args()
    sdata = spatialdata.read_zarr(args.store)
    print(sdata)
    table, region = check_table(sdata)
    check_shapes(sdata, region)
    check_points(sdata)
    check_images(sdata, region)
    check_again(sdata)
    if args.outlines:
        check("outlines and molecules are there", {"cell_boundaries", "nucleus_boundaries"} <= set(sdata.shapes) and "transcripts" in sdata.points)
    print(f"spatialdata {spatialdata.__version__}: {'all right' if not failures else str(failures) + ' wrong'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
