"""Writes the small CellTypist golden: a model's numbers, cells, and what celltypist says of them.

usage: python make_celltypist_golden.py spatho-anndata/src/test/resources/io/spatho/anndata
       python make_celltypist_golden.py --models FOLDER     real .pkl files of every protocol, for a check by hand; they are not stored
made with celltypist 1.7.1, scikit-learn 1.5.2, numpy 2.0.2, Python 3.11
"""

import json
import pathlib
import pickle
import sys

import anndata
import celltypist
import numpy as np
import scanpy as sc
import sklearn

GENES = [f"G{i:02d}" for i in range(14)]
TYPES = np.array(["B cells", "Macrophages", "T cells"])
rng = np.random.default_rng(5)
base = rng.gamma(1.0, 2.0, len(GENES)) + 0.2


def cells(n):
    kind = rng.integers(0, len(TYPES), n)
    fold = np.ones((len(TYPES), len(GENES)))
    for t in range(len(TYPES)):
        fold[t, 3 * t : 3 * t + 3] = 5
    return rng.poisson(base * fold[kind] * rng.gamma(5, 0.2, (n, 1))).astype(np.float32), kind


def prepared(counts, genes):
    data = anndata.AnnData(counts.copy())
    data.var_names = genes
    sc.pp.normalize_total(data, target_sum=1e4)
    sc.pp.log1p(data)
    return data


counts, kind = cells(300)
query = prepared(cells(40)[0][:, ::-1][:, 2:], GENES[::-1][2:])
clusters = np.array([str(i % 7) for i in range(40)])
out = {
    "versions": {"celltypist": celltypist.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "genes": list(query.var_names),
    "x": [[float(v) for v in row] for row in np.asarray(query.X)],
    "models": {},
}
for name, sgd, with_mean, types in [
    ("logistic", False, True, 3),
    ("descent", True, True, 3),
    ("two_classes", False, True, 2),
    ("without_mean", False, False, 3),
]:
    keep = kind < types
    np.random.seed(0)
    model = celltypist.train(
        prepared(counts[keep], GENES), TYPES[kind[keep]], use_SGD=sgd, with_mean=with_mean, check_expression=False, max_iter=300
    )
    if sys.argv[1] == "--models":
        whole = {"Model": model.classifier, "Scaler_": model.scaler, "description": model.description}
        for protocol in range(6):
            file = pathlib.Path(sys.argv[2]) / f"{name}-protocol{protocol}.pkl"
            file.write_bytes(pickle.dumps(whole, protocol=protocol))
    result = celltypist.annotate(query, model=model)
    match = celltypist.annotate(query, model=model, mode="prob match")
    vote = celltypist.classifier.Classifier.majority_vote(result, clusters, min_prop=0.45)
    out["models"][name] = {
        "classes": [str(c) for c in model.classifier.classes_],
        "features": [str(f) for f in model.classifier.features],
        "coef": model.classifier.coef_.tolist(),
        "intercept": model.classifier.intercept_.tolist(),
        "mean": model.scaler.mean_.tolist() if with_mean else [],
        "scale": model.scaler.scale_.tolist(),
        "scores": result.decision_matrix.values.tolist(),
        "probabilities": result.probability_matrix.values.tolist(),
        "best": [str(x) for x in result.predicted_labels.predicted_labels],
        "match": [str(x) for x in match.predicted_labels.predicted_labels],
        "vote": [str(x) for x in vote.predicted_labels.majority_voting],
    }
if sys.argv[1] != "--models":
    folder = pathlib.Path(sys.argv[1]) / "celltypist"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "golden-celltypist.json").write_text(json.dumps(out) + "\n")
