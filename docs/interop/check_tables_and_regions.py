"""Opens the regions and tables of a run with shapely, geopandas, pyarrow and DuckDB.

usage: python check_tables_and_regions.py RUN      (a run made with --arrow)
"""

import pathlib
import sys

import duckdb
import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import shapely

run = pathlib.Path(sys.argv[1])
um = geopandas.read_file(run / "regions/regions.geojson").set_index("region_id")
assert um.geometry.is_valid.all() and not um.geometry.is_empty.any()
# geopandas takes every GeoJSON for degrees; areas come from shapely.
areas = pd.Series(shapely.area(um.geometry.values), index=um.index)

for name in ["regions_qupath_pixel.geojson", "regions_spaceranger_pixel.geojson"]:
    if (run / "regions" / name).exists():
        pixel = geopandas.read_file(run / "regions" / name).set_index("region_id")
        size = pixel["um_per_pixel"].iloc[0]
        np.testing.assert_allclose(shapely.area(pixel.geometry.values) * size**2, areas[pixel.index], rtol=1e-9)
        print(name, "areas agree, pixel", size)

# As spatialdata-io and sopa read them: two comment lines, then X, Y and the name of the selection.
selections = pd.read_csv(run / "regions/explorer_selections.csv", skiprows=2)
by_region = {}
for name, rows in selections.groupby("Selection", sort=False):
    polygon = shapely.Polygon(rows[["X", "Y"]].to_numpy())
    by_region[name.split(" [")[0]] = by_region.get(name.split(" [")[0], 0) + polygon.area
np.testing.assert_allclose([by_region[i] for i in areas.index], areas, rtol=1e-9)
print("explorer_selections.csv areas agree,", len(by_region), "regions")

members = pq.read_table(run / "regions/region_cell_membership.parquet").to_pandas()
groups = pd.read_csv(run / "regions/explorer_region_groups.csv")
inside = members[members.role != "context"].drop_duplicates("cell_id").set_index("cell_id").region_id
assert (inside[groups.cell_id].to_numpy() == groups.group.to_numpy()).all() and len(groups) == len(inside)
print("explorer_region_groups.csv holds the members,", len(groups), "observations")

for file in sorted(run.rglob("*.parquet")):
    footer = pq.ParquetFile(file).metadata
    group = footer.row_group(0) if footer.num_row_groups else None
    if group is not None:
        column = group.column(0)
        assert column.is_stats_set and column.compression == "ZSTD" and column.has_column_index, file
    keys = {k.decode() for k in footer.metadata}
    assert {"run_id", "origin"} <= keys, file
    rows = duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
    assert rows == footer.num_rows, file
    order = [s.column_index for s in group.sorting_columns] if group is not None else []
    print(file.relative_to(run), footer.num_rows, "rows, sorted by columns", order)

for file in sorted(run.rglob("*.arrow")):
    with pa.memory_map(str(file)) as source:
        table = ipc.open_file(source).read_all()
    parquet = pq.read_table(file.with_suffix(".parquet"))
    assert table.num_rows == parquet.num_rows and table.column_names == parquet.column_names, file
    for name in table.column_names:
        left, right = table[name], parquet[name]
        left = left.cast(pa.string()) if pa.types.is_dictionary(left.type) else left
        same = left.to_pandas().equals(right.to_pandas())
        assert same, (file, name)
    print(file.relative_to(run), table.num_rows, "rows equal to Parquet's")
