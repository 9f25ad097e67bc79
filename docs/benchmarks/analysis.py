"""The Python side of analysis.sh: makes the inputs of the comparison and times squidpy, scanpy and what they stand on.

    python docs/benchmarks/analysis.py make FOLDER [VISIUM_OUTS]     inputs as raw little-endian arrays, read by both sides
    python docs/benchmarks/analysis.py time FOLDER WORK...           one line for each: work, clock s, processor s, quality

VISIUM_OUTS is a folder with filtered_feature_bc_matrix/ (MEX) and spatial/tissue_positions.csv; without it a slide of 2,898 x 19,465 is made.
"""

import gzip
import json
import pathlib
import resource
import sys
import time
import warnings

import numpy as np
import scipy.io
import scipy.sparse as sp

warnings.simplefilter("ignore")
THREADS = 2
CELLS, GENES, TYPES = 100_000, 2_000, 20


def save(folder, name, array, kind):
    np.ascontiguousarray(array, dtype=np.dtype(kind).newbyteorder("<")).tofile(folder / f"{name}.{kind}")


def load(folder, name, kind):
    return np.fromfile(folder / f"{name}.{kind}", dtype=np.dtype(kind).newbyteorder("<"))


def save_csr(folder, name, matrix):
    matrix = matrix.tocsr()
    matrix.sort_indices()
    save(folder, name + "-starts", matrix.indptr, "i4")
    save(folder, name + "-columns", matrix.indices, "i4")
    save(folder, name + "-values", matrix.data, "f4")
    save(folder, name + "-shape", matrix.shape, "i4")


def load_csr(folder, name):
    shape = tuple(int(s) for s in load(folder, name + "-shape", "i4"))
    parts = (load(folder, name + "-values", "f4"), load(folder, name + "-columns", "i4"), load(folder, name + "-starts", "i4"))
    return sp.csr_matrix(parts, shape=shape)


def log_normalised(counts):
    totals = np.asarray(counts.sum(axis=1)).ravel()
    scale = np.median(totals[totals > 0]) / np.maximum(totals, 1)
    result = sp.diags(scale) @ counts
    result.data = np.log1p(result.data)
    return result.astype(np.float32).tocsr()


def visium(folder, outs):
    if outs is None:
        rng = np.random.default_rng(5)
        at = np.array([(r, c) for r in range(78) for c in range(r % 2, 128, 2)])[:2898]
        mean = np.exp(rng.normal(-4.2, 2.2, 19465))
        depth = rng.lognormal(0, 0.4, 2898)
        blocks = [sp.csr_matrix(rng.poisson(mean * d)) for d in depth]
        counts, xy = sp.vstack(blocks).astype(np.float64), at * np.array([86.6, 50.0])
    else:
        mex = outs / "filtered_feature_bc_matrix"
        with gzip.open(mex / "matrix.mtx.gz") as file:
            counts = scipy.io.mmread(file).T.tocsr().astype(np.float64)
        with gzip.open(mex / "barcodes.tsv.gz", "rt") as file:
            barcodes = [line.strip() for line in file]
        rows = {}
        with open(outs / "spatial" / "tissue_positions.csv") as file:
            for line in file:
                field = line.strip().split(",")
                if field[0] != "barcode":
                    rows[field[0]] = (int(field[2]), int(field[3]))
        at = np.array([rows[b] for b in barcodes])
        xy = at * np.array([86.6, 50.0])
    save_csr(folder, "visium", log_normalised(counts))
    save(folder, "visium-x", xy[:, 1], "f8")
    save(folder, "visium-y", xy[:, 0], "f8")


def cells(folder):
    """Cells of 20 types in tissue; genes follow the type and ten programmes that vary within types."""
    rng = np.random.default_rng(11)
    side = int(np.ceil(np.sqrt(CELLS)))
    grid = np.array([(i % side, i // side) for i in range(CELLS)], dtype=float)
    xy = grid * 10 + rng.uniform(-4, 4, grid.shape)
    centres = rng.uniform(0, 10 * side, (150, 2))
    nearest = ((xy[:, None, 0] - centres[:, 0]) ** 2 + (xy[:, None, 1] - centres[:, 1]) ** 2).argmin(1)
    niche = rng.dirichlet(np.full(TYPES, 0.4), 150)
    labels = np.array([np.searchsorted(np.cumsum(niche[n]), u) for n, u in zip(nearest, rng.uniform(0, 0.999999, CELLS))])
    order = rng.permutation(CELLS)
    xy, labels = xy[order], labels[order]
    base = rng.normal(-3.0, 1.3, GENES)
    type_effect = rng.normal(0, 1, (TYPES, GENES)) * (rng.uniform(size=(TYPES, GENES)) < 0.15)
    programmes = rng.normal(0, 0.5, (10, GENES)) * (rng.uniform(size=(10, GENES)) < 0.1)
    state = rng.normal(0, 1, (CELLS, 10))
    depth = rng.lognormal(0, 0.35, CELLS)
    parts = []
    for start in range(0, CELLS, 2000):
        rows = slice(start, start + 2000)
        mean = np.exp(base + type_effect[labels[rows]] + state[rows] @ programmes) * depth[rows, None]
        parts.append(sp.csr_matrix(rng.poisson(mean).astype(np.float32)))
    expression = log_normalised(sp.vstack(parts).astype(np.float64))
    save(folder, "cells-x", xy[:, 0], "f8")
    save(folder, "cells-y", xy[:, 1], "f8")
    save(folder, "cells-labels", labels, "i4")
    save_csr(folder, "cells", expression)
    import anndata
    import scanpy

    data = anndata.AnnData(expression)
    scanpy.pp.pca(data, n_comps=50, random_state=0)
    save(folder, "cells-scores", data.obsm["X_pca"], "f4")
    fuzzy_graph(folder)


def fuzzy_graph(folder):
    """The graph that scanpy.pp.neighbors makes, from nearly exact neighbours."""
    import hnswlib
    from umap.umap_ import fuzzy_simplicial_set

    points = load(folder, "cells-scores", "f4").reshape(-1, 50)
    index = hnswlib.Index("l2", 50)
    index.init_index(len(points), M=32, ef_construction=200, random_seed=1)
    index.add_items(points, num_threads=1)
    index.set_ef(400)
    found, squares = index.knn_query(points, 16)
    empty = sp.coo_matrix((len(points), 1))
    graph = fuzzy_simplicial_set(empty, 16, None, None, knn_indices=found, knn_dists=np.sqrt(squares))[0]
    save_csr(folder, "cells-graph", graph)


def spatial_data(folder, name, columns=None):
    import anndata

    xy = np.stack([load(folder, name + "-x", "f8"), load(folder, name + "-y", "f8")], axis=1)
    matrix = load_csr(folder, name) if columns is None else sp.csr_matrix((len(xy), columns), dtype=np.float32)
    return anndata.AnnData(matrix, obsm={"spatial": xy})


def symmetric_neighbours(xy, k):
    from scipy.spatial import cKDTree

    index = cKDTree(xy).query(xy, k + 1, workers=THREADS)[1][:, 1:]
    graph = sp.csr_matrix((np.ones(index.size), index.ravel(), np.arange(0, index.size + 1, k)), shape=(len(xy), len(xy)))
    graph = graph.maximum(graph.T).tocsr()
    graph.sort_indices()
    return graph


def autocorrelation(folder, genes=None, permutations=100):
    import squidpy

    data = spatial_data(folder, "visium")
    data.var_names = [f"g{i}" for i in range(data.n_vars)]
    data.obsp["spatial_connectivities"] = symmetric_neighbours(data.obsm["spatial"], 6)
    names = list(data.var_names[:genes])

    def work():
        values = {}
        for mode, column in (("moran", "I"), ("geary", "C")):
            frame = squidpy.gr.spatial_autocorr(
                data, mode=mode, genes=names, n_perms=permutations, n_jobs=THREADS, seed=1, copy=True, show_progress_bar=False
            )
            values[mode] = float(np.nanmean(frame[column].to_numpy()))
        return values

    return work


def enrichment(folder):
    import pandas
    import squidpy

    data = spatial_data(folder, "cells", 1)
    data.obs["label"] = pandas.Categorical(load(folder, "cells-labels", "i4").astype(str))
    data.obsp["spatial_connectivities"] = symmetric_neighbours(data.obsm["spatial"], 6)
    squidpy.gr.nhood_enrichment(data, "label", n_perms=2, seed=1, n_jobs=1, copy=True, show_progress_bar=False)  # compiles

    def work():
        # squidpy 1.8.2 fails with its default backend, whose arrays are read-only; with threads it works.
        found = squidpy.gr.nhood_enrichment(
            data, "label", n_perms=1000, seed=1, n_jobs=THREADS, backend="threading", copy=True, show_progress_bar=False
        )
        return {"pairs": int(np.asarray(found[1]).sum()), "mean_abs_z": float(np.abs(np.asarray(found[0])).mean())}

    return work


def co_occurrence(folder):
    import pandas
    import squidpy

    data = spatial_data(folder, "cells", 1)[:50_000].copy()
    labels = load(folder, "cells-labels", "i4")[:50_000] % 10
    data.obs["label"] = pandas.Categorical(labels.astype(str))
    thresholds = np.linspace(10, 1000, 50)
    small = data[:500].copy()
    squidpy.gr.co_occurrence(small, "label", interval=thresholds, copy=True)  # compiles

    def work():
        found, _ = squidpy.gr.co_occurrence(data, "label", interval=thresholds, copy=True)
        return {"mean": float(np.nanmean(found))}

    return work


def spatial_nearest(folder):
    xy = spatial_data(folder, "cells", 1).obsm["spatial"]
    return lambda: {"edges": int(symmetric_neighbours(xy, 10).nnz // 2)}


def spatial_radius(folder):
    from scipy.spatial import cKDTree

    xy = spatial_data(folder, "cells", 1).obsm["spatial"]

    def work():
        tree = cKDTree(xy)
        pairs = tree.query_pairs(30, output_type="ndarray")
        length = np.sqrt(((xy[pairs[:, 0]] - xy[pairs[:, 1]]) ** 2).sum(1))
        one = sp.csr_matrix((length, (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
        return {"edges": int((one + one.T).tocsr().nnz // 2)}

    return work


def delaunay(folder):
    from scipy.spatial import Delaunay

    xy = spatial_data(folder, "cells", 1).obsm["spatial"]

    def work():
        found = Delaunay(xy)
        starts, columns = found.vertex_neighbor_vertices
        length = np.sqrt(((np.repeat(xy, np.diff(starts), axis=0) - xy[columns]) ** 2).sum(1))
        graph = sp.csr_matrix((length, columns, starts), shape=(len(xy), len(xy)))
        graph.sort_indices()
        return {"edges": int(graph.nnz // 2)}

    return work


def squidpy_graph(folder, **options):
    import squidpy

    data = spatial_data(folder, "cells", 1)

    def work():
        found = squidpy.gr.spatial_neighbors(data, coord_type="generic", copy=True, **options)
        return {"edges": int(found[0].nnz)}

    return work


def explained(matrix, components):
    """Share of the variance that lies in the components' span."""
    q = np.linalg.qr(components.T.astype(np.float64))[0]
    mean = np.asarray(matrix.mean(axis=0)).ravel()
    total = float(matrix.multiply(matrix).sum() - matrix.shape[0] * (mean**2).sum())
    held = float(((matrix @ q - mean @ q) ** 2).sum())
    return held / total


def pca(folder, solver):
    import anndata
    import scanpy

    data = anndata.AnnData(load_csr(folder, "cells"))

    def work():
        scanpy.pp.pca(data, n_comps=50, svd_solver=solver, random_state=0)
        return lambda: {"explained": explained(data.X, data.varm["PCs"].T)}

    return work


def recall(folder, found, k):
    points = load(folder, "cells-scores", "f4").reshape(-1, 50).astype(np.float64)
    sample = np.random.default_rng(3).choice(len(points), 1000, replace=False)
    squares = (points**2).sum(1)
    hits = 0
    for block in np.array_split(sample, 10):
        distances = squares[None, :] - 2 * points[block] @ points.T
        distances[np.arange(len(block)), block] = np.inf
        truth = np.argpartition(distances, k, axis=1)[:, :k]
        hits += sum(len(set(t) & set(f)) for t, f in zip(truth, found[block]))
    return hits / (len(sample) * k)


def nearest(folder, method, k=15):
    points = load(folder, "cells-scores", "f4").reshape(-1, 50)

    def brute():
        from sklearn.neighbors import NearestNeighbors

        found = NearestNeighbors(n_neighbors=k + 1, algorithm="brute", n_jobs=THREADS).fit(points).kneighbors(points)[1]
        return lambda: {"recall": recall(folder, found, k)}

    def descent():
        import pynndescent

        found = pynndescent.NNDescent(points, n_neighbors=k + 1, random_state=0, n_jobs=THREADS).neighbor_graph[0]
        return lambda: {"recall": recall(folder, found, k)}

    def descent_thorough():
        """Twice the neighbours, of which the nearer half is kept: a recall near that of spatho's search."""
        import pynndescent

        found = pynndescent.NNDescent(points, n_neighbors=2 * k, random_state=0, n_jobs=THREADS).neighbor_graph[0]
        return lambda: {"recall": recall(folder, found[:, : k + 1], k)}

    def small_world(beam):
        import hnswlib

        index = hnswlib.Index("l2", points.shape[1])
        index.init_index(len(points), M=16, ef_construction=100, random_seed=1)
        index.set_num_threads(THREADS)
        index.add_items(points)
        index.set_ef(beam)
        found = index.knn_query(points, k + 1)[0]
        return lambda: {"recall": recall(folder, found, k)}

    if method.startswith("descent"):
        import pynndescent

        pynndescent.NNDescent(points[:2000], n_neighbors=k + 1, random_state=0, n_jobs=THREADS).neighbor_graph  # compiles
    return {"brute": brute, "descent": descent, "descent-thorough": descent_thorough, "hnsw": lambda: small_world(80)}[method]


def leiden(folder, flavour, iterations):
    import igraph

    graph = sp.triu(load_csr(folder, "cells-graph"), 1).tocoo()
    network = igraph.Graph(n=graph.shape[0], edges=np.stack([graph.row, graph.col], 1))
    network.es["weight"] = graph.data.astype(float)

    def by_igraph():
        import random

        igraph.set_random_number_generator(random.Random(1))
        found = network.community_leiden("modularity", weights="weight", resolution=1, n_iterations=iterations)
        return found.membership

    def by_leidenalg():
        import leidenalg

        kind = leidenalg.RBConfigurationVertexPartition
        return leidenalg.find_partition(network, kind, weights="weight", n_iterations=iterations, seed=1).membership

    def work():
        membership = by_igraph() if flavour == "igraph" else by_leidenalg()
        return lambda: {"modularity": network.modularity(membership, "weight"), "clusters": len(set(membership))}

    return work


WORKS = {
    "autocorrelation": autocorrelation,
    "autocorrelation-10": lambda folder: autocorrelation(folder, None, 10),
    "enrichment": enrichment,
    "co-occurrence": co_occurrence,
    "spatial-nearest": spatial_nearest,
    "spatial-radius": spatial_radius,
    "delaunay": delaunay,
    "squidpy-nearest": lambda folder: squidpy_graph(folder, n_neighs=10),
    "squidpy-radius": lambda folder: squidpy_graph(folder, radius=30.0),
    "squidpy-delaunay": lambda folder: squidpy_graph(folder, delaunay=True),
    "pca-arpack": lambda folder: pca(folder, "arpack"),
    "pca-covariance": lambda folder: pca(folder, "covariance_eigh"),
    "nearest-brute": lambda folder: nearest(folder, "brute"),
    "nearest-descent": lambda folder: nearest(folder, "descent"),
    "nearest-descent-thorough": lambda folder: nearest(folder, "descent-thorough"),
    "nearest-hnsw": lambda folder: nearest(folder, "hnsw"),
    "leiden-igraph-2": lambda folder: leiden(folder, "igraph", 2),
    "leiden-igraph": lambda folder: leiden(folder, "igraph", -1),
    "leiden-leidenalg": lambda folder: leiden(folder, "leidenalg", -1),
}


def processor():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main():
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        folder.mkdir(parents=True, exist_ok=True)
        visium(folder, pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None)
        cells(folder)
        return
    for name in sys.argv[3:]:
        work = WORKS[name](folder)
        clock, used = time.perf_counter(), processor()
        quality = work()
        if "joblib" in sys.modules:  # the processor time of other processes counts once they have ended
            from joblib.externals.loky import get_reusable_executor

            get_reusable_executor().shutdown(wait=True)
        clock, used = time.perf_counter() - clock, processor() - used
        quality = quality() if callable(quality) else quality
        print(f"{name}\t{clock:.2f}\t{used:.2f}\t{json.dumps(quality)}", flush=True)


if __name__ == "__main__":
    main()
