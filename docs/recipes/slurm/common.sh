# Read by the scripts beside it: the launcher, the resources that Slurm gave, the case of an array task, and runs that can be sent again.

SPATHO=${SPATHO:-spatho}

if [ -n "${SLURM_MEM_PER_NODE:-}" ] && [ -z "${SPATHO_JAVA_OPTS:-}" ]; then
  SPATHO_JAVA_OPTS="-Xmx$((SLURM_MEM_PER_NODE * 3 / 4))m"
  export SPATHO_JAVA_OPTS
fi

# The case of a line, counted without comments and empty lines.
case_of_line() {
  grep -v '^[[:space:]]*\(#\|$\)' "$1" | sed -n "${2}p"
}

# A name for a case: its folder or file; for Space Ranger's "outs" the folder above.
name_of_case() {
  name=$(basename "$1")
  if [ "$name" = outs ]; then
    name=$(basename "$(dirname "$1")")
  fi
  echo "${name%.h5ad}"
}

# Runs "spatho WORDS... -o FOLDER OPTIONS..." unless the folder holds a finished run that is intact.
run_once() {
  folder=$1
  shift
  if [ -f "$folder/evidence_manifest.json" ]; then
    echo "finished before: $folder" >&2
    "$SPATHO" verify "$folder"
    return
  fi
  # With nothing to go on with, --resume starts from the beginning.
  "$SPATHO" "$@" -o "$folder" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume
}
