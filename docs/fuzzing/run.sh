#!/usr/bin/env bash
# Searches with every fuzz target, one after the other, and prints a line for each: target, executions, covered edges, findings.
#
#   docs/fuzzing/run.sh [seconds for each target, 60] [targets as Class#method, all]
#
# Compiles once and starts each target as a plain Java process on the test class path. A finding is saved beside the seeds, as
# docs/fuzzing.md says, with its log in spatho-cli/target/fuzz/. SPATHO_FUZZ_CLASSPATH skips the compilation.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
seconds=${1:-60}
shift || true
logs=$root/spatho-cli/target/fuzz
mkdir -p "$logs"
classpath=${SPATHO_FUZZ_CLASSPATH:-}
if [ -z "$classpath" ]; then
    mvn -B -o -q -pl spatho-cli -am test-compile dependency:build-classpath -Dmdep.outputFile="$logs/classpath" >"$logs/build.log" 2>&1
    classpath=$root/spatho-cli/target/test-classes:$root/spatho-cli/target/classes:$(cat "$logs/classpath")
fi
includes='io.spatho.**:io.jhdf.**:org.apache.parquet.**:org.apache.arrow.**:org.locationtech.jts.io.**'
if [ $# -eq 0 ]; then
    cd "$root/spatho-cli/src/test/java/io/spatho/cli/fuzz"
    set -- $(grep -A1 -H '@FuzzTest(' *.java | sed -nE 's/^([A-Za-z0-9]+)\.java-    void ([A-Za-z0-9]+)\(.*/\1#\2/p')
fi
cd "$root/spatho-cli"
for target in "$@"; do
    class=${target%#*}
    method=${target#*#}
    log=$logs/$class.$method.log
    status=0
    nice -n 10 java -Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true -Djdk.serialFilter='!*' -Xss1m \
        --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+EnableDynamicAgentLoading \
        -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
        --target_class="io.spatho.cli.fuzz.$class" --target_method="$method" \
        --instrumentation_includes="$includes" -max_total_time="$seconds" -timeout=120 -rss_limit_mb=2500 \
        -print_final_stats=1 >"$log" 2>&1 || status=$?
    executions=$(sed -nE 's/^stat::number_of_executed_units: *([0-9]+).*/\1/p; s/^Done ([0-9]+) runs.*/\1/p' "$log" | tail -1)
    [ -n "$executions" ] || executions=$(sed -nE 's/^#([0-9]+)\s.*/\1/p' "$log" | tail -1)
    covered=$(sed -nE 's/.* cov: ([0-9]+).*/\1/p' "$log" | tail -1)
    finding=$(grep -m1 -E '^(== Java Exception|java\.lang|.*(Error|Exception): )' "$log" | head -c 160 || true)
    printf '%s\t%s\t%s\t%s\n' "$target" "${executions:-0}" "${covered:-0}" "$([ $status -eq 0 ] && echo none || echo "exit $status: $finding")"
done
