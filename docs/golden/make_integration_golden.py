"""Golden values of batch correction for HarmonyTest and MutualNeighboursTest.

    pip install harmonypy==0.0.9 scipy
    python make_integration_golden.py

Harmony: harmonypy 0.0.9 itself, with its first centres replaced by given ones and its shuffling switched off, so that nothing is
random. Mutual neighbours: the steps of fastMNN (batchelor 1.18: averaged differences, centring along the batch vector, tricube
smoothing) written in numpy from their description; batchelor itself needs R.
"""

import numpy as np
import harmonypy.harmony as harmony
from scipy.spatial import cKDTree


def points():
    i = np.arange(90)
    batch = (i * 7 % 5 < 2).astype(int)
    kind = i % 3
    z = np.stack([
        np.sin(i) + 4 * (kind == 0) + 1.5 * batch,
        np.cos(2.0 * i) + 4 * (kind == 1) - 0.8 * batch,
        np.sin(3.0 * i + 1) + 4 * (kind == 2) + 0.4 * batch,
        np.cos(0.5 * i) + 1.0,
    ], axis=1).astype(np.float32).astype(np.float64)
    return z, batch, (i * 3 // 90)


class Given:
    def __init__(self, **settings):
        pass

    def fit(self, unit):
        self.cluster_centers_ = unit[[0, 1, 2, 33]]
        self.labels_ = None


def corrected(z, *variables):
    harmony.KMeans = Given
    harmony.np.random.shuffle = lambda order: None
    phi = np.vstack([np.eye(v.max() + 1)[:, v] for v in variables])
    levels = phi.shape[0]
    done = harmony.Harmony(
        z.T, phi, np.vstack((np.ones(len(z)), phi)), phi.sum(axis=1) / len(z), np.repeat(0.1, 4), np.repeat(2.0, levels),
        10, 20, 1e-5, 1e-4, 4, 0.05, np.diag(np.insert(np.ones(levels), 0, 0)), False)
    return done.Z_corr.T


def mutual(z, batch, k):
    ref, tgt = z[batch == 0], z[batch == 1]
    a = cKDTree(ref).query(tgt, k)[1]
    b = cKDTree(tgt).query(ref, k)[1]
    pairs = [(r, t) for t in range(len(tgt)) for r in a[t] if t in b[r]]

    def averages():
        rows = sorted({t for _, t in pairs})
        return rows, np.array([np.mean([ref[r] - tgt[t] for r, t2 in pairs if t2 == t], axis=0) for t in rows])

    rows, difference = averages()
    along = difference.mean(axis=0)
    along /= np.linalg.norm(along)
    for side in (ref, tgt):
        place = side @ along
        side += np.outer(place.mean() - place, along)
    rows, difference = averages()
    distance, index = cKDTree(tgt[rows]).query(tgt, k)
    width = np.maximum(1e-8, 3 * np.median(distance, axis=1))[:, None]
    weight = (1 - np.minimum(1, distance / width) ** 3) ** 3
    weight /= weight.sum(axis=1, keepdims=True)
    out = z.copy()
    out[batch == 0] = ref
    out[batch == 1] = tgt + np.einsum("ij,ijk->ik", weight, difference[index])
    return out, len(pairs)


z, batch, protocol = points()
np.set_printoptions(precision=9, suppress=True)
print("harmony, one variable", corrected(z, batch)[[0, 1, 2, 50, 89]].tolist())
print("harmony, two variables", corrected(z, batch, protocol)[[0, 1, 2, 50, 89]].tolist())
moved, pairs = mutual(z, batch, 6)
print("mutual neighbours", pairs, moved[[0, 1, 2, 50, 89]].tolist())
