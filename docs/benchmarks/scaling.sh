#!/usr/bin/env bash
# Prints how long each step of `spatho run --stgpt none` takes against the number of cells, as the rows of a Markdown table.
# usage: docs/benchmarks/scaling.sh [FOLDER [CELLS...]]     (400 genes, two threads; needs GNU time for the memory row)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-$(mktemp -d)}
shift || true
sizes=("${@:-}")
[ -n "${sizes[0]}" ] || sizes=(10000 30000 100000)

for n in "${sizes[@]}"; do
  bundle=$work/xenium-$n
  [ -d "$bundle" ] || "$root/spatho" synthesize xenium -o "$bundle" --cells "$n" --genes 400 >/dev/null
  rm -rf "$work/out-$n"
  SPATHO_JAVA_OPTS="${SPATHO_JAVA_OPTS:--Xmx2g}" /usr/bin/time -f '%e %M' -o "$work/time-$n" \
    "$root/spatho" run "$bundle" -o "$work/out-$n" --stgpt none --threads 2 >/dev/null 2>&1
done

value() { # the seconds of one step
  awk -v tool="\"tool\": \"$2@" 'index($0, tool) {print seconds; exit} /"seconds"/ {gsub(/[^0-9.]/, ""); seconds = $0}' "$1"
}
printf '| step |'; printf ' %s cells |' "${sizes[@]}"; printf '\n|---|'; printf -- '---|%.0s' "${sizes[@]}"; printf '\n'
steps=$(awk -F'"' '/"tool"/ {split($4, a, "@"); if (!seen[a[1]]++) print a[1]}' "$work/out-${sizes[0]}/run_log.json")
for step in $steps; do
  printf '| %s |' "$step"
  for n in "${sizes[@]}"; do printf ' %s |' "$(value "$work/out-$n/run_log.json" "$step")"; done
  printf '\n'
done
printf '| **whole command, s** |'; for n in "${sizes[@]}"; do printf ' %s |' "$(cut -d' ' -f1 "$work/time-$n")"; done; printf '\n'
printf '| **resident, MB** |'; for n in "${sizes[@]}"; do printf ' %d |' "$(($(cut -d' ' -f2 "$work/time-$n") / 1024))"; done; printf '\n'
