"""Golden values for spatho-core's preprocessing, graphs and clustering, from scanpy, scikit-learn, umap-learn and leidenalg.

The inputs are integer formulas that the tests evaluate too (AnalysisGolden.java).
"""

import importlib.metadata
import math
import pathlib
import warnings

import anndata
import igraph
import leidenalg
import numpy as np
import scanpy as sc
import scipy.sparse
from skmisc.loess import loess
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.neighbors import NearestNeighbors
from umap.umap_ import fuzzy_simplicial_set

OUT = pathlib.Path(__file__).resolve().parents[2] / "spatho-core/src/test/resources/io/spatho/core/golden"
CELLS, GENES = 150, 300


def count(i, j):
    if j == GENES - 1 or i == CELLS - 1:
        return 0
    h = (i * 37 + j * 101 + i * j * 13 + (i * i) % 29 * 7) % 97
    base = 0 if h < 45 else h % 7
    boost = h % 11 if j % 3 == i % 3 else 0
    return base * (1 + i % 4) * (1 + j % 17) // 8 + boost * (1 + j % 5) // 2


def point(i, d):
    return np.float32((i * 37 + d * 53 + i * d * 11) % 101 / 10 + (i * i * (d + 1)) % 89 / 1000 + (6 if i % 3 == d else 0))


def write(name, header, rows):
    with open(OUT / name, "w", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in rows:
            out.write("\t".join(repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in row) + "\n")


def versions():
    names = ["scanpy", "anndata", "scikit-learn", "umap-learn", "leidenalg", "igraph", "numpy", "scipy", "pandas", "statsmodels", "scikit-misc"]
    write("versions.tsv", ["; ".join(f"{n} {importlib.metadata.version(n)}" for n in names)], [])


def preprocessing():
    counts = np.array([[count(i, j) for j in range(GENES)] for i in range(CELLS)], dtype=np.float32)
    adata = anndata.AnnData(scipy.sparse.csr_matrix(counts))
    # scanpy 1.11.5 leaves empty cells out of the median for dense matrices but not for CSR; the former is the documented rule.
    totals = counts.sum(axis=1)
    target = float(np.median(totals[totals > 0]))
    sc.pp.normalize_total(adata, target_sum=target)
    sc.pp.log1p(adata)
    log = np.asarray(adata.X.todense())
    write("normalized.tsv", ["row", "gene", "value"], [(i, j, log[i, j]) for i in range(0, CELLS, 7) for j in range(0, GENES, 23)] + [(-1, -1, target)])
    for flavour in ["seurat", "cell_ranger"]:
        limits = sc.pp.highly_variable_genes(adata, flavor=flavour, inplace=False)
        top = sc.pp.highly_variable_genes(adata, flavor=flavour, n_top_genes=60, inplace=False)
        write(
            f"hvg_{flavour}.tsv",
            ["mean", "dispersion", "normalized", "limits", "top"],
            [
                (float(m), float(d), float(s), int(l), int(t))
                for m, d, s, l, t in zip(
                    limits["means"], limits["dispersions"], limits["dispersions_norm"], limits["highly_variable"], top["highly_variable"]
                )
            ],
        )
    raw = anndata.AnnData(scipy.sparse.csr_matrix(counts))
    v3 = sc.pp.highly_variable_genes(raw, flavor="seurat_v3", n_top_genes=60, inplace=False)
    write(
        "hvg_seurat_v3.tsv",
        ["mean", "variance", "normalized", "top"],
        [(float(m), float(v), float(s), int(t)) for m, v, s, t in zip(v3["means"], v3["variances"], v3["variances_norm"], v3["highly_variable"])],
    )
    log64 = log.astype(np.float64)
    deviation = log64.std(axis=0, ddof=1)
    scaled = (log64 - log64.mean(axis=0)) / np.where(deviation == 0, 1, deviation)
    for name, data in [("pca", log64), ("pca_scaled", scaled), ("pca_clipped", np.clip(scaled, -2, 2))]:
        pca = PCA(n_components=10, svd_solver="full")
        scores = pca.fit_transform(data)
        sign = np.array([np.sign(c[np.argmax(np.abs(c))]) for c in pca.components_])
        write(f"{name}_variance.tsv", ["variance", "ratio"], zip(pca.explained_variance_, pca.explained_variance_ratio_))
        write(f"{name}_scores.tsv", ["pc1", "pc2", "pc3"], (scores * sign)[:, :3])
        write(f"{name}_loadings.tsv", ["pc1", "pc2", "pc3"], (pca.components_.T * sign)[:, :3])

    # Whole numbers are the same in float32 and float64: these hold to 1e-10.
    pca = PCA(n_components=10, svd_solver="full").fit(counts.astype(np.float64))
    sign = np.array([np.sign(c[np.argmax(np.abs(c))]) for c in pca.components_])
    write("pca_counts_variance.tsv", ["variance", "ratio"], zip(pca.explained_variance_, pca.explained_variance_ratio_))
    write("pca_counts_loadings.tsv", ["pc1", "pc2", "pc3", "pc4"], (pca.components_.T * sign)[:, :4])


def quality():
    """calculate_qc_metrics on the counts; the first seven genes stand for a family."""
    counts = np.array([[count(i, j) for j in range(GENES)] for i in range(CELLS)], dtype=np.float32)
    adata = anndata.AnnData(scipy.sparse.csr_matrix(counts))
    adata.var["mt"] = np.arange(GENES) < 7
    cells, genes = sc.pp.calculate_qc_metrics(adata, qc_vars=["mt"], percent_top=(50, 100, 200), inplace=False)
    for name, frame in [("qc_cells", cells), ("qc_genes", genes)]:
        write(f"{name}.tsv", list(frame.columns), [[float(v) for v in row] for row in frame.to_numpy()])


def loess_curve():
    """skmisc's loess on points with ties, as genes have them: means of few counts coincide."""
    x = np.array([math.log10((1 + i * i % 89 + i * i * i % 7 * 20) / 400) for i in range(500)])
    y = np.array([1.1 * x[i] + 0.3 * x[i] ** 2 + ((i * 131) % 97) / 200 for i in range(500)])
    model = loess(x, y, span=0.3, degree=2)
    model.fit()
    direct = loess(x, y, span=0.3, degree=2, surface="direct")
    direct.fit()
    write("loess.tsv", ["x", "y", "interpolated", "direct"], zip(x, y, model.outputs.fitted_values, direct.outputs.fitted_values))


def banksy():
    """BANKSY's neighbourhood mean and azimuthal Gabor gradient, straight from their definition."""
    n, genes, near, far = 60, 12, 6, 12
    counts = np.array([[count(i, j) for j in range(genes)] for i in range(n)], dtype=np.float64)
    x = np.array([(i * 37 % 61) + i * i % 7 / 10 for i in range(n)], dtype=np.float64)
    y = np.array([(i * 23 % 53) + i * i % 11 / 10 for i in range(n)], dtype=np.float64)
    rows = []
    for i in range(n):
        distance = np.hypot(x - x[i], y - y[i])
        order = [j for j in np.lexsort((np.arange(n), distance)) if j != i]
        features = []
        for k, m in [(near, 0), (far, 1)]:
            members = order[:k]
            decay = np.exp(-((distance[members] / np.median(distance[members])) ** 2))
            decay /= decay.sum()
            values = counts[members]
            if m == 1:
                phase = np.exp(1j * np.arctan2(y[members] - y[i], x[members] - x[i]))
                features.extend(np.abs(((decay * phase)[:, None] * (values - values.mean(axis=0))).sum(axis=0)))
            else:
                features.extend((decay[:, None] * values).sum(axis=0))
        rows.append(features)
    write("banksy.tsv", [f"mean{j}" for j in range(genes)] + [f"gradient{j}" for j in range(genes)], rows)


def graphs():
    n, dims, k = 90, 5, 8
    points = np.array([[point(i, d) for d in range(dims)] for i in range(n)], dtype=np.float32)
    distances, indices = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(points.astype(np.float64)).kneighbors(points.astype(np.float64))
    assert (indices[:, 0] == np.arange(n)).all()
    write("knn.tsv", ["point", "neighbour", "distance"], [(i, int(indices[i, r]), distances[i, r]) for i in range(n) for r in range(1, k + 1)])
    fuzzy = fuzzy_simplicial_set(
        points, k + 1, np.random.RandomState(0), "euclidean", knn_indices=indices, knn_dists=distances.astype(np.float32)
    )[0].tocoo()
    edges = sorted((int(i), int(j), float(w)) for i, j, w in zip(fuzzy.row, fuzzy.col, fuzzy.data) if i < j)
    write("umap_edges.tsv", ["from", "to", "weight"], edges)
    graph = igraph.Graph(n=n, edges=[(i, j) for i, j, _ in edges])
    weights = [w for _, _, w in edges]
    planted = [i % 3 for i in range(n)]
    blocks = [i // 30 for i in range(n)]
    best = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, weights=weights, n_iterations=-1, seed=0)
    write(
        "clustering.tsv",
        ["quantity", "value"],
        [
            ("modularity_planted", graph.modularity(planted, weights=weights, resolution=1)),
            ("modularity_blocks", graph.modularity(blocks, weights=weights, resolution=1)),
            ("modularity_planted_half", graph.modularity(planted, weights=weights, resolution=0.5)),
            ("modularity_leidenalg", best.modularity),
            ("ari_planted_blocks", adjusted_rand_score(planted, blocks)),
            ("ari_squares", adjusted_rand_score([i * i % 7 for i in range(n)], [i * i % 14 // 2 for i in range(n)])),
            ("nmi_planted_blocks", normalized_mutual_info_score(planted, blocks)),
            ("nmi_squares", normalized_mutual_info_score([i * i % 7 for i in range(n)], [i * i % 14 // 2 for i in range(n)])),
            ("nmi_thirds", normalized_mutual_info_score(blocks, [i // 20 for i in range(n)])),
        ],
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    versions()
    preprocessing()
    quality()
    loess_curve()
    banksy()
    graphs()
