#!/usr/bin/env bash
# Builds and packs everything and runs all tests, in two rows of about the same length that run beside each other, and beside both, as
# it waits most of the time, the quick selection of the fault laboratory (build/faults.sh).
# Arguments pick test projects by a part of their name.
# The last line is "N passed, N failed" or "N passed, N failed, N skipped". With CI=true a skipped test is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# Everything here is over before it would run faster for having been watched: the compiler takes half the time without.
export DOTNET_TieredPGO=0
results=artifacts/test-results
feed=$PWD/artifacts/test-packages
# What needs no package. The other row packs first, and ends with the part of the largest program that makes both rows of one length.
first_row=(RemoteDeploy.TestSupport.Tests RemoteDeploy.Tests)
largest=RemoteDeploy.Tests part=RemoteDeploy.Tests-part
part_folders=(Verbs Testing Payload Results)
passed=0 failed=0 skipped=0

# The counts of one TRX file: "passed failed skipped". An error is a failure outside of a test; the total leaves it out.
counts() {
  sed -nE 's/.*<Counters ([^>]*)>.*/\1/p' "$1" | tr ' ' '\n' | tr -d '"/' |
    awk -F = '{ n[$1] = $2 } END { print n["passed"] + 0, n["failed"] + n["error"], n["notExecuted"] + 0 }'
}

# Runs one test program, or a part of one.
execute() {
  local name=$1 trx=$PWD/$results/$1.trx log=$PWD/$results/$1.log status=0 start=$SECONDS program filter=() folder
  for folder in "${part_folders[@]}"; do
    case $name in
      "$largest") filter+=(-class- "$largest.$folder.*") ;;
      "$part") filter+=(-class "$largest.$folder.*") ;;
    esac
  done
  if [ "$name" = "$part" ]; then program=$largest; else program=$name; fi
  (cd "tests/$program" && "$PWD/bin/Release/net10.0/$program" "${filter[@]}" -trx "$trx" -noColor -noLogo) >"$log" 2>&1 || status=$?
  echo "$status $((SECONDS - start))" >"$results/$name.end"
}

# Packs, and runs test programs then. Without packages none of them has results, which is a failure.
pack_and_execute() {
  local name
  if ! build/pack.sh --output "$feed" >"$results/pack.log" 2>&1; then
    cat "$results/pack.log"
    return
  fi
  for name in "$@"; do execute "$name"; done
}

# Strikes hosts with faults: its last lines say "7 of 9 passed, 1 skipped". Where it cannot run at all, which is 64, it says why.
laboratory=RemoteDeploy.FaultLab
strike() {
  local status=0 start=$SECONDS
  tests/$laboratory/bin/Release/net10.0/$laboratory --fast --tool src/RemoteDeploy.Tool/bin/Release/net10.0/dotnet-remotedeploy.dll >"$results/$laboratory.log" 2>&1 || status=$?
  echo "$status $((SECONDS - start))" >"$results/$laboratory.end"
}

tally_strikes() {
  local status=1 seconds=0 p all s f
  if [ -s "$results/$laboratory.end" ]; then read -r status seconds <"$results/$laboratory.end"; fi
  read -r p all s < <(sed -nE 's/^([0-9]+) of ([0-9]+) passed, ([0-9]+) skipped$/\1 \2 \3/p' "$results/$laboratory.log"; echo 0 0 0)
  f=$((all - p))
  case $status in
    0) if [ "$all" = 0 ]; then f=1; fi ;;
    64) s=$((s + 1)) ;;
    *) if [ "$f" = 0 ]; then f=1; fi ;;
  esac
  if [ "$status" != 0 ]; then cat "$results/$laboratory.log"; fi
  echo "$laboratory: $p passed, $f failed, $s skipped ($seconds s)"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# Adds the counts of a test program that has ended. No results, or none at all, is a failure whatever the exit code says.
tally() {
  local name=$1 trx=$results/$1.trx status=1 seconds=0 p=0 f=0 s=0
  if [ -s "$results/$name.end" ]; then read -r status seconds <"$results/$name.end"; fi
  if [ -s "$trx" ]; then read -r p f s < <(counts "$trx"); fi
  if [ $((p + f + s)) = 0 ] || { [ "$status" != 0 ] && [ "$f" = 0 ]; }; then
    echo "$name: exit code $status without a failed test in $trx"
    f=$((f + 1))
  fi
  if [ "$f" != 0 ] || [ "$s" != 0 ]; then grep -vE '^ *(Discover|Start|Finish)' "$results/$name.log" || true; fi
  echo "$name: $p passed, $f failed, $s skipped ($seconds s)"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

wanted() {
  local part
  [ $# -gt 1 ] || return 0
  for part in "${@:2}"; do [[ $1 != *"$part"* ]] || return 0; done
  return 1
}

# Ends the compiler server, if one runs.
# shellcheck disable=SC2317 # The trap calls it.
stop_compiler() {
  local sdk
  sdk=$(dotnet --info | sed -n 's/^ *Base Path: *//p')
  dotnet "$sdk/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$SharedCompilationId" -shutdown >/dev/null 2>&1 || true
}

build/setup.sh
rm -rf "$results" "$feed"
mkdir -p "$results"

# One compiler server of our own for this build and for the many builds of the tests: compiling and analysing are slow while cold.
export UseSharedCompilation=true SharedCompilationId=remotedeploy-$$
trap stop_compiler EXIT
dotnet build RemoteDeploy.Tasks.sln -c Release -v quiet
# Analyzers have had their say: none is asked of the many projects that tests build.
export RunAnalyzers=false
export REMOTEDEPLOY_FEED=$feed
first=() second=()
for folder in tests/*.Tests; do
  name=$(basename "$folder")
  if ! wanted "$name" "$@"; then continue; fi
  if [[ " ${first_row[*]} " == *" $name "* ]]; then first+=("$name"); else second+=("$name"); fi
done
if wanted $largest "$@"; then second+=("$part"); fi
if wanted $laboratory "$@"; then strike & fi
if [ ${#second[@]} != 0 ]; then pack_and_execute "${second[@]}" & fi
for name in "${first[@]}"; do
  execute "$name"
  tally "$name"
done
wait
for name in "${second[@]}"; do tally "$name"; done
if wanted $laboratory "$@"; then tally_strikes; fi

status=0
if [ "$failed" != 0 ] || [ "$passed" = 0 ]; then status=1; fi
if [ "$skipped" != 0 ] && [ "${CI:-}" = true ]; then
  echo "CI=true: $skipped skipped tests are failures"
  status=1
fi
if [ "$skipped" = 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skipped skipped"; fi
exit "$status"
