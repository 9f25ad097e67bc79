"""Predictions of the HEST benchmark's regression by scikit-learn, on features and counts made by a formula.

Usage: make_hest_golden.py FOLDER  (writes FOLDER/golden-hest.json)
"""

import json
import sys
from pathlib import Path

import numpy as np
import sklearn
from scipy.stats import pearsonr
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

FEATURES, GENES, TRAINING, TESTED = 12, 3, 80, 30


def feature(i, j):
    return np.float32(np.sin(0.37 * (i + 1) * (j + 1)) * (1 + j) + 0.5 * np.cos(0.05 * i * i))


def count(i, g):
    return np.floor(4 + 2 * np.sin(0.37 * (i + 1) * (g + 1)) + 1.5 * np.cos(0.05 * i * i) + (i * 7 + g * 3) % 4)


rows = range(TRAINING + TESTED)
x = np.array([[feature(i, j) for j in range(FEATURES)] for i in rows])
y = np.log1p(np.array([[count(i, g) for g in range(GENES)] for i in rows]))
golden = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "counts": np.expm1(y).round().astype(int).tolist(),
    "components": {},
}
for components in (4, FEATURES):
    pipe = Pipeline([("scaler", StandardScaler()), ("PCA", PCA(n_components=components, svd_solver="full"))])
    train = pipe.fit_transform(x[:TRAINING].astype(np.float64))
    ridge = Ridge(solver="lsqr", alpha=100 / (components * GENES), fit_intercept=False, max_iter=1000, tol=1e-12)
    ridge.fit(train, y[:TRAINING])
    predicted = ridge.predict(pipe.transform(x[TRAINING:].astype(np.float64)))
    golden["components"][str(components)] = {
        "predicted": predicted.tolist(),
        "pearson": [pearsonr(y[TRAINING:, g], predicted[:, g])[0] for g in range(GENES)],
    }
Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
Path(sys.argv[1], "golden-hest.json").write_text(json.dumps(golden) + "\n")
