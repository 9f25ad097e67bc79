"""Makes the golden values of spatho-core's statistics tests from made-up data.

Run:  python docs/golden/make_statistics_golden.py spatho-core/src/test/resources/io/spatho/core

Versions with which the stored files were made are written into them ("versions"). All input values are multiples of 1/64, so
that they are exact in float32. Nothing here comes from a patient or from anybody's data.
"""

import json
import pathlib
import sys
import warnings

import anndata
import esda
import libpysal
import numpy
import pandas
import scanpy
import scipy
import squidpy
import statsmodels
from scanpy.tools._rank_genes_groups import _RankGenes
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

warnings.simplefilter("ignore")


def sixty_fourths(values):
    return numpy.round(values * 64) / 64


def made_tissue(cells, genes, seed):
    """Cells on a jittered grid with three labels in bands; genes from smooth to noise, half of the values zero."""
    rng = numpy.random.default_rng(seed)
    side = int(numpy.ceil(numpy.sqrt(cells)))
    grid = numpy.array([(i % side, i // side) for i in range(cells)], dtype=float)
    xy = sixty_fourths(grid * 10 + rng.uniform(-3, 3, grid.shape))
    labels = numpy.clip((xy[:, 0] / (10 * side) * 3 + rng.normal(0, 0.35, cells)).astype(int), 0, 2)
    values = numpy.zeros((cells, genes))
    for gene in range(genes):
        smooth = numpy.sin(xy[:, 0] / (8 + 6 * gene)) + numpy.cos(xy[:, 1] / (11 + 4 * gene))
        mixed = smooth * (1 - gene / genes) + rng.normal(0, 1, cells) * gene / genes + 0.6 * (labels == gene % 3)
        values[:, gene] = numpy.maximum(0, mixed) if gene != 1 else mixed + 900
    return xy, labels, sixty_fourths(values)


def symmetric_neighbours(xy, k):
    nearest = cKDTree(xy).query(xy, k + 1)[1][:, 1:]
    pairs = {tuple(sorted((i, int(j)))) for i in range(len(xy)) for j in nearest[i]}
    return sorted(pairs)


def autocorrelation(values, pairs, transform):
    cells = values.shape[0]
    around = {i: [] for i in range(cells)}
    for i, j in pairs:
        around[i].append(j)
        around[j].append(i)
    weights = libpysal.weights.W(around, silence_warnings=True)
    weights.transform = transform
    rows = {name: [] for name in ("I", "EI", "VI_norm", "VI_rand", "p_norm", "p_rand", "C", "VC_norm", "VC_rand")}
    for gene in range(values.shape[1]):
        moran = esda.Moran(values[:, gene], weights, transformation=transform, permutations=0)
        geary = esda.Geary(values[:, gene], weights, transformation=transform, permutations=0)
        for name, value in (
            ("I", moran.I), ("EI", moran.EI), ("VI_norm", moran.VI_norm), ("VI_rand", moran.VI_rand),
            ("p_norm", moran.p_norm), ("p_rand", moran.p_rand),
            ("C", geary.C), ("VC_norm", geary.VC_norm), ("VC_rand", geary.VC_rand),
        ):
            rows[name].append(float(value))
    return rows


def squidpy_values(xy, labels, values, pairs):
    cells = len(xy)
    i, j = numpy.array(pairs).T
    adjacency = csr_matrix((numpy.ones(2 * len(pairs)), (numpy.r_[i, j], numpy.r_[j, i])), shape=(cells, cells))
    data = anndata.AnnData(csr_matrix(values), obsm={"spatial": xy})
    data.obs["label"] = pandas.Categorical(labels.astype(str))
    data.obsp["spatial_connectivities"] = adjacency
    result = {}
    for mode, column in (("moran", "I"), ("geary", "C")):
        frame = squidpy.gr.spatial_autocorr(data, mode=mode, n_perms=None, copy=True, n_jobs=1)
        result[mode] = frame.loc[data.var_names, column].astype(float).tolist()
    enrichment = squidpy.gr.nhood_enrichment(data, "label", n_perms=20000, seed=1, copy=True, show_progress_bar=False)
    zscore, count = enrichment[0], enrichment[1]
    result["enrichment_count"] = numpy.asarray(count).astype(int).ravel().tolist()
    result["enrichment_z"] = numpy.asarray(zscore).astype(float).ravel().tolist()
    return result


def entropies(labels, pairs):
    around = [[] for _ in labels]
    for i, j in pairs:
        around[i].append(labels[j])
        around[j].append(labels[i])
    return [float(scipy.stats.entropy(numpy.unique(a, return_counts=True)[1])) for a in around]


def markers(values, labels):
    data = anndata.AnnData(csr_matrix(values.astype(numpy.float32)))
    data.obs["label"] = pandas.Categorical(labels.astype(str))
    data.uns["log1p"] = {"base": None}
    test = _RankGenes(data, "all", "label", comp_pts=True, use_raw=False)
    test.compute_statistics("wilcoxon", tie_correct=True)
    welch = _RankGenes(data, "all", "label", comp_pts=True, use_raw=False)
    welch.compute_statistics("t-test")
    groups = [str(g) for g in test.groups_order]
    return {
        "score": [test.stats[g, "scores"].astype(float).tolist() for g in groups],
        "p": [test.stats[g, "pvals"].astype(float).tolist() for g in groups],
        "adjusted": [test.stats[g, "pvals_adj"].astype(float).tolist() for g in groups],
        "fold_change": [test.stats[g, "logfoldchanges"].astype(float).tolist() for g in groups],
        "welch_score": [welch.stats[g, "scores"].astype(float).tolist() for g in groups],
        "welch_p": [welch.stats[g, "pvals"].astype(float).tolist() for g in groups],
        "share_in": test.pts.tolist(),
        "share_out": test.pts_rest.tolist(),
    }


def main(folder):
    xy, labels, values = made_tissue(90, 8, seed=7)
    pairs = symmetric_neighbours(xy, 5)
    versions = {m.__name__: m.__version__ for m in (esda, libpysal, squidpy, scanpy, scipy, numpy, statsmodels)}
    made = {
        "versions": versions,
        "x": xy[:, 0].tolist(),
        "y": xy[:, 1].tolist(),
        "labels": labels.tolist(),
        "values": values.tolist(),
        "pairs": [list(p) for p in pairs],
    }
    spatial = dict(made)
    spatial["row_standardised"] = autocorrelation(values, pairs, "r")
    spatial["binary"] = autocorrelation(values, pairs, "b")
    spatial["squidpy"] = squidpy_values(xy, labels, values, pairs)
    spatial["entropy"] = entropies(labels, pairs)
    write(folder / "spatial" / "golden-spatial.json", spatial)
    log_values = sixty_fourths(numpy.where(values > 100, values - 899, values))
    annotate = {"versions": versions, "labels": labels.tolist(), "values": log_values.tolist()}
    annotate["markers"] = markers(log_values, labels)
    write(folder / "annotate" / "golden-markers.json", annotate)


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
