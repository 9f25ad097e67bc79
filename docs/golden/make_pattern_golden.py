"""Makes the golden values of spatho-core's tests of point patterns and local statistics from made-up data.

Run:  python docs/golden/make_pattern_golden.py spatho-core/src/test/resources/io/spatho/core

Versions with which the stored file was made are written into it ("versions"). Coordinates and thresholds are such that their
squares are exact in float32, in which squidpy counts. Nothing here comes from a patient or from anybody's data.
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
import scipy.sparse
import squidpy
from scipy.spatial import ConvexHull, cKDTree

warnings.simplefilter("ignore")
numpy.seterr(all="ignore")


def points(cells, seed):
    rng = numpy.random.default_rng(seed)
    xy = rng.permutation(60 * 60)[:cells]
    xy = numpy.stack([xy % 60, xy // 60], axis=1).astype(float)
    labels = numpy.clip((xy[:, 0] / 20 + rng.normal(0, 0.4, cells)).astype(int), 0, 2)
    values = numpy.round((numpy.sin(xy[:, 0] / 9) + numpy.cos(xy[:, 1] / 7) + rng.normal(0, 0.5, cells)) * 64) / 64
    second = numpy.round((numpy.sin(xy[:, 0] / 9 + 1) + rng.normal(0, 0.7, cells)) * 64) / 64
    return xy, labels, values, second


def main(folder):
    xy, labels, values, second = points(300, 7)
    data = anndata.AnnData(numpy.zeros((300, 1)), obs=pd_labels(labels))
    data.obsm["spatial"] = xy
    # squidpy skips the first of the distances.
    thresholds = [2.5, 5.5, 9.5, 16.5, 30.5]
    occurrence, _ = squidpy.gr.co_occurrence(data, "label", interval=[0.5, *thresholds], copy=True)
    ripley = squidpy.gr.ripley(
        data, "label", mode="L", n_simulations=1, n_observations=20, max_dist=30.5, n_steps=6, seed=1, copy=True
    )
    pairs = sorted(
        {tuple(sorted((i, int(j)))) for i, row in enumerate(cKDTree(xy).query(xy, 5)[1]) for j in row[1:]}
    )
    around = {i: [] for i in range(300)}
    for i, j in pairs:
        around[i].append(j)
        around[j].append(i)
    weights = libpysal.weights.W(around, silence_warnings=True)
    stat = ripley["L_stat"]
    expression = numpy.maximum(0, numpy.stack([values + 0.25 * (labels == g % 3) - 0.1 * g for g in range(6)], axis=1))
    expression = numpy.round(numpy.roll(expression, 17, axis=0) * 64) / 64
    cells = anndata.AnnData(expression.astype("float32"), obs=pd_labels(labels))
    cells.var_names = [f"G{g}" for g in range(6)]
    adjacency = scipy.sparse.csr_matrix(
        (numpy.ones(2 * len(pairs)), ([i for i, _ in pairs] + [j for _, j in pairs], [j for _, j in pairs] + [i for i, _ in pairs])),
        shape=(300, 300),
    )
    cells.obsp["spatial_connectivities"] = adjacency
    centrality = squidpy.gr.centrality_scores(cells, "label", connectivity_key="spatial_connectivities", copy=True)
    talking = pandas.DataFrame({"source": ["G0", "G1", "G2"], "target": ["G3", "G4", "G5"]})
    spoken = squidpy.gr.ligrec(
        cells, "label", interactions=talking, use_raw=False, threshold=0.4, n_perms=1999, seed=3, copy=True, n_jobs=1
    )
    order = [(str(a), str(b)) for a in range(3) for b in range(3)]
    document = {
        "versions": {
            "esda": esda.__version__,
            "libpysal": libpysal.__version__,
            "squidpy": squidpy.__version__,
            "numpy": numpy.__version__,
        },
        "xy": xy.tolist(),
        "labels": labels.tolist(),
        "values": values.tolist(),
        "second": second.tolist(),
        "thresholds": thresholds,
        "co_occurrence": occurrence.tolist(),
        "ripley_bins": ripley["bins"].tolist(),
        "ripley_l": [stat[stat["label"] == str(k)]["stats"].tolist() for k in range(3)],
        "area": float(ConvexHull(xy).volume),
        "edges": [list(pair) for pair in pairs],
        "getis_ord": esda.G_Local(values, weights, transform="B", star=True, permutations=0).Zs.tolist(),
        "local_moran": esda.Moran_Local(values, weights, transformation="r", permutations=99, seed=1).Is.tolist(),
        "local_moran_p": esda.Moran_Local(
            values, weights, transformation="r", permutations=9999, seed=1
        ).p_sim.tolist(),
        "local_moran_q": esda.Moran_Local(values, weights, transformation="r", permutations=9, seed=1).q.tolist(),
        "local_bivariate": esda.Moran_Local_BV(values, second, weights, transformation="r", permutations=9).Is.tolist(),
        "expression": expression.tolist(),
        "centrality": {name: centrality[name].tolist() for name in centrality.columns},
        "ligand_receptor_mean": [
            [as_number(spoken["means"].loc[(s, t), pair]) for pair in order]
            for s, t in zip(talking["source"], talking["target"])
        ],
        "ligand_receptor_p": [
            [as_number(spoken["pvalues"].loc[(s, t), pair]) for pair in order]
            for s, t in zip(talking["source"], talking["target"])
        ],
        "bivariate": float(esda.Moran_BV(values, second, weights, transformation="r", permutations=0).I),
    }
    out = pathlib.Path(folder) / "pattern" / "golden-pattern.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(document) + "\n")


def rings(folder):
    """squidpy's grid graph of a hexagonal array with holes, of one and of two rings."""
    rng = numpy.random.default_rng(3)
    at = numpy.array([(row, column) for row in range(16) for column in range(row % 2, 32, 2)])
    at = at[rng.uniform(size=len(at)) > 0.12]
    data = anndata.AnnData(numpy.zeros((len(at), 1)))
    data.obsm["spatial"] = at[:, ::-1] * numpy.array([50.0, 50.0 * numpy.sqrt(3)])
    document = {"versions": {"squidpy": squidpy.__version__}, "rows": at[:, 0].tolist(), "columns": at[:, 1].tolist()}
    for number in (1, 2, 3):
        squidpy.gr.spatial_neighbors(data, coord_type="grid", n_neighs=6, n_rings=number)
        graph = scipy.sparse.triu(data.obsp["spatial_connectivities"]).tocoo()
        document[f"rings_{number}"] = sorted([int(i), int(j)] for i, j in zip(graph.row, graph.col))
    (folder / "graph").mkdir(parents=True, exist_ok=True)
    (folder / "graph" / "golden-rings.json").write_text(json.dumps(document) + "\n")


def corrected_ripley(folder):
    """astropy's Ripley K with translation correction in a rectangle; every square of 10 holds a point."""
    import astropy
    from astropy.stats import RipleysKEstimator

    rng = numpy.random.default_rng(12)
    squares = numpy.array([(i % 6, i // 6) for i in range(24)]) * 10.0
    xy = numpy.concatenate([squares + rng.uniform(0.5, 9.5, (24, 2)) for _ in range(9)])
    xy = numpy.round(xy * 1024) / 1024
    radii = [1.3, 3.7, 7.1, 12.9, 19.7]
    estimator = RipleysKEstimator(area=2400.0, x_max=60.0, y_max=40.0, x_min=0.0, y_min=0.0)
    document = {
        "versions": {"astropy": astropy.__version__},
        "xy": xy.tolist(),
        "radii": radii,
        "translation": estimator(xy, numpy.array(radii), mode="translation").tolist(),
    }
    (folder / "pattern" / "golden-ripley.json").write_text(json.dumps(document) + "\n")


def as_number(value):
    return None if pandas.isna(value) else float(value)


def pd_labels(labels):
    names = pandas.Categorical([str(label) for label in labels], categories=["0", "1", "2"])
    return pandas.DataFrame({"label": names}, index=[f"c{i}" for i in range(len(labels))])


if __name__ == "__main__":
    main(sys.argv[1])
    rings(pathlib.Path(sys.argv[1]))
    corrected_ripley(pathlib.Path(sys.argv[1]))
