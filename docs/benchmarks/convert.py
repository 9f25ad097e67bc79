"""What docs/benchmarks/convert.sh measures of the Python packages, and the check that both sides wrote the same."""

import sys
import warnings

warnings.filterwarnings("ignore")


def matrix(bundle, output):
    """Matrix and cell table of a Xenium bundle to h5ad."""
    import pandas
    import scanpy

    data = scanpy.read_10x_h5(f"{bundle}/cell_feature_matrix.h5", gex_only=False)
    data.var_names_make_unique()
    cells = pandas.read_parquet(f"{bundle}/cells.parquet").set_index("cell_id").loc[data.obs_names]
    data.obs = cells
    data.obsm["spatial"] = cells[["x_centroid", "y_centroid"]].to_numpy()
    data.write_h5ad(output, compression="gzip", compression_opts=1)


def _everything(bundle):
    from spatialdata_io import xenium

    return xenium(
        bundle, cells_labels=False, nucleus_labels=False, morphology_mip=False, morphology_focus=False, aligned_images=False
    )


def read(bundle):
    """Matrix, cells, outlines and transcripts of a Xenium bundle, all in memory, as an analysis needs them."""
    data = _everything(bundle)
    for points in data.points.values():
        print(len(points.compute()), "transcripts")
    for name, shapes in data.shapes.items():
        print(len(shapes), name)
    print(data["table"].X.nnz, "nonzeros")


def everything(bundle, output):
    """Matrix, cells, outlines and transcripts of a Xenium bundle to SpatialData."""
    _everything(bundle).write(output, overwrite=True)


def rewrite(source, output):
    """An h5ad file read and written again."""
    import anndata

    anndata.read_h5ad(source).write_h5ad(output, compression="gzip", compression_opts=1)


def same(ours, theirs):
    """Whether both files hold the same counts of the same genes in the same cells, and the same controls."""
    import anndata
    import numpy

    a = anndata.read_h5ad(ours)
    b = anndata.read_h5ad(theirs)
    genes = (b.var["feature_types"] == "Gene Expression").to_numpy()
    x = b.X[:, genes].tocsr()
    x.sort_indices()
    assert list(a.obs["cell_id"]) == list(b.obs_names), "cells"
    assert list(a.var["feature_id"]) == list(b.var["gene_ids"][genes]), "genes"
    assert numpy.array_equal(a.X.indptr, x.indptr) and numpy.array_equal(a.X.indices, x.indices), "positions"
    assert numpy.array_equal(a.X.data, x.data), "counts"
    assert numpy.array_equal(a.obsm["spatial"], b.obsm["spatial"]), "coordinates"
    others = sum(m["X"].nnz for m in a.uns["modalities"].values())
    assert others == b.X.nnz - x.nnz, "controls"
    print(f"the same: {a.n_obs} cells, {a.n_vars} genes, {x.nnz} nonzeros, {others} of controls")


if __name__ == "__main__":
    {f.__name__: f for f in (matrix, read, everything, rewrite, same)}[sys.argv[1]](*sys.argv[2:])
