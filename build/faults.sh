#!/usr/bin/env bash
# Runs the fault laboratory (tests/RemoteDeploy.FaultLab/README.md): Linux, as root. What it needs and is not there is installed with
# apt where that is possible, and build/setup.sh says so.
#   build/faults.sh           the quick selection for build servers, about three minutes on two quiet processors
#   build/faults.sh --all     the whole table, about 45 minutes
# Everything else is passed on: build/faults.sh --all --json verdicts.json, build/faults.sh --only 9,11/put,
# build/faults.sh kill --rounds 200, build/faults.sh score.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

selection=(--fast)
rest=()
for argument in "$@"; do
  case $argument in
    --all | --only | --only=* | --list | kill | score) selection=() ;;
  esac
  if [ "$argument" != --all ]; then rest+=("$argument"); fi
done

if [ "${1:-}" = score ]; then build/setup.sh peers; else build/setup.sh; fi
exec dotnet run -c Release --project tests/RemoteDeploy.FaultLab -- "${selection[@]}" "${rest[@]}"
