#!/usr/bin/env bash
# The analysis kernels beside squidpy, scanpy and what they stand on: the same inputs, two threads, in turns (A B A B).
# usage: [TURNS=2] PYTHON=/path/to/python docs/benchmarks/analysis.sh FOLDER [VISIUM_OUTS]
# Python needs squidpy, scanpy, scikit-learn, hnswlib, pynndescent, umap-learn, igraph and leidenalg. spatho must be built.
# Each line: side, work, clock seconds, processor seconds, quality.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1
python=${PYTHON:-python3}
[ -f "$folder/cells-graph-values.f4" ] || "$python" "$root/docs/benchmarks/analysis.py" make "$@"

java() {
  command java -Xmx4g -cp "$root/spatho-cli/target/spatho-cli.jar" "$root/docs/benchmarks/AnalysisBenchmark.java" "$folder" "$1" |
    sed 's/^/spatho\t/'
}
python() { "$python" "$root/docs/benchmarks/analysis.py" time "$folder" "$1" | sed 's/^/python\t/'; }

# Ours, warmed up by one call before, against theirs.
pairs="
autocorrelation*2:autocorrelation-10
enrichment*3:enrichment
co-occurrence*2:co-occurrence
spatial-nearest*3:spatial-nearest
spatial-radius*3:spatial-radius
delaunay*3:delaunay
pca*2:pca-arpack
nearest-approximate*2:nearest-descent
nearest-approximate*2:nearest-hnsw
nearest-approximate*2:nearest-descent-thorough
nearest-exact*2:nearest-brute
leiden*2:leiden-igraph
leiden*2:leiden-leidenalg
"
for turn in $(seq "${TURNS:-2}"); do
  for pair in $pairs; do
    java "${pair%%:*}"
    python "${pair##*:}"
  done
done
