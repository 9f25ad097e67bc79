#!/usr/bin/env bash
# Measures `spatho convert` beside the Python packages on made Xenium bundles, in one run, and prints Markdown tables.
#
# usage: docs/benchmarks/convert.sh [FOLDER]
#   CELLS (200000), GENES (5000), MOLECULES (520), TRANSCRIPTS (0.2): size of the bundle and share of the molecules that its
#     transcripts.parquet has; the defaults give about 60 million nonzeros and 20 million transcripts
#   MILLION (2000000), MILLION_GENES (500), MILLION_MOLECULES (900): the bundle that must convert within 4 GB; 0 leaves it out
#   PYTHON: an interpreter with spatialdata-io, scanpy and anndata (default: python3); "none" leaves Python out
#   THREADS (2), ROUNDS (3): threads of spatho; each measurement is the best of so many
# Needs GNU time, and about 25 GB in FOLDER for the defaults.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/docs/benchmarks
work=${1:-$(mktemp -d)}
mkdir -p "$work"
cells=${CELLS:-200000} genes=${GENES:-5000} molecules=${MOLECULES:-520} transcripts=${TRANSCRIPTS:-0.2}
million=${MILLION:-2000000} million_genes=${MILLION_GENES:-500} million_molecules=${MILLION_MOLECULES:-900}
python=${PYTHON:-python3} threads=${THREADS:-2} rounds=${ROUNDS:-3}

bundle() { # folder cells genes molecules [more options]
  [ -d "$1" ] || "$root/spatho" synthesize xenium -o "$1" --cells "$2" --genes "$3" --molecules "$4" "${@:5}" >/dev/null
}

# Runs a command $rounds times and leaves "wall user+system peak-MB" of the quickest in $best; its output goes to $work/log.
measure() {
  best=
  for _ in $(seq "$rounds"); do
    sync
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
    now=$(awk '{printf "%.2f %.2f %d", $1, $2 + $3, $4 / 1024}' "$work/time")
    best=$(printf '%s\n%s\n' "$best" "$now" | awk 'NF' | sort -g | head -1)
  done
}
row() { # label, then what measure found
  awk -v label="$1" '{printf "| %s | %s | %s | %s |\n", label, $1, $2, $3}' <<<"$best"
}
convert() { # bundle output [options]
  rm -f "$2"
  measure "$root/spatho" convert "$1" -o "$2" --threads "$threads" --force "${@:3}"
}
ratio() { # name, spatho's numbers, Python's numbers
  awk -v name="$1" -v s="$2" -v p="$3" 'BEGIN {split(s, a, " "); split(p, b, " ");
    printf "%s: %.1f times as fast on the clock, %.1f times as little processor time, %.2f of the peak memory\n", name, b[1] / a[1], b[2] / a[2], a[3] / b[3]}'
}

echo "$(date -I), $(nproc) processors, $(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB, load $(cut -d' ' -f1 /proc/loadavg)"
big=$work/xenium-$cells
bundle "$big" "$cells" "$genes" "$molecules" "--transcripts=$transcripts"

printf '\n| %s cells x %s genes | s | processor s | peak MB |\n|---|---|---|---|\n' "$cells" "$genes"
convert "$big" "$work/spatho.h5ad"
row 'spatho convert: matrix and cell table to h5ad'; spatho_h5ad=$best
convert "$big" "$work/spatho-transcripts.h5ad" --transcripts
row 'spatho convert --transcripts: and all transcripts counted again'; spatho_all=$best
if "$root/spatho" convert --help | grep -q -- '--to'; then
  rm -rf "$work/spatho.zarr"
  rounds=1 measure "$root/spatho" convert "$big" --to spatialdata -o "$work/spatho.zarr" --threads "$threads"
  row 'spatho convert --to spatialdata: everything'; spatho_zarr=$best
fi
if [ "$python" != none ]; then
  py() { measure "$python" "$here/convert.py" "$@"; }
  py matrix "$big" "$work/python.h5ad"
  row 'scanpy.read_10x_h5, cells.parquet, write_h5ad(gzip 1)'; python_h5ad=$best
  # spatialdata-io asks for cells.zarr.zip, which made bundles lack: one with ids and polygon sets, in a folder of links.
  mkdir -p "$work/with-archive"
  for part in "$big"/*; do ln -sfn "$(realpath "$part")" "$work/with-archive/$(basename "$part")"; done
  "$python" "$root/docs/interop/compare_xenium.py" "$big" none --archive "$work/with-archive" >/dev/null 2>&1
  rounds=1 py read "$work/with-archive"
  row 'spatialdata_io.xenium, everything read'; python_read=$best
  rounds=1 py everything "$work/with-archive" "$work/python.zarr"
  row 'spatialdata_io.xenium, SpatialData.write'; python_all=$best

  printf '\n| h5ad of %s cells | s | processor s | peak MB |\n|---|---|---|---|\n' "$cells"
  convert "$work/spatho.h5ad" "$work/again.h5ad"
  row 'spatho convert h5ad to h5ad: read and write'
  py rewrite "$work/spatho.h5ad" "$work/again-python.h5ad"
  row 'anndata.read_h5ad, write_h5ad(gzip 1)'

  printf '\n'
  ratio 'matrix to h5ad' "$spatho_h5ad" "$python_h5ad"
  ratio 'everything read (spatho also writes)' "$spatho_all" "$python_read"
  [ -z "${spatho_zarr:-}" ] || ratio 'everything to SpatialData' "$spatho_zarr" "$python_all"
  "$python" "$here/convert.py" same "$work/spatho.h5ad" "$work/python.h5ad"
  ls -l "$work"/spatho.h5ad "$work"/python.h5ad | awk '{print $9, int($5 / 1e6), "MB"}'
fi

printf '\n| nonzeros | s | processor s | peak MB |\n|---|---|---|---|\n'
for part in 1 2 3; do
  n=$((cells * part / 3))
  bundle "$work/xenium-third-$part" "$n" "$genes" "$molecules"
  convert "$work/xenium-third-$part" "$work/third.h5ad"
  row "$((part * 100 / 3)) % of the cells"
done

if [ "$million" -gt 0 ]; then
  bundle "$work/xenium-million" "$million" "$million_genes" "$million_molecules"
  printf '\n| %s cells x %s genes | s | processor s | peak MB |\n|---|---|---|---|\n' "$million" "$million_genes"
  rounds=1 convert "$work/xenium-million" "$work/million.h5ad"
  row 'spatho convert'
fi
