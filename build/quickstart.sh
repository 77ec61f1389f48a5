#!/usr/bin/env bash
# From a fresh clone to tests on three hosts, with nothing but git and the .NET 10 SDK: packs the packages into a local feed,
# builds samples/HelloFleet with them, ships it to three folders that play hosts, proves every byte and runs the tests on each.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

step() { printf '\n> %s\n' "$*"; "$@"; }

# The version is the same at each pack, so what NuGet unpacked the last time must not be taken for it.
forget_unpacked() {
  local folder package
  folder=$(cd samples && dotnet nuget locals global-packages --list)
  folder=${folder#global-packages: }
  for package in remotedeploy remotedeploy.tasks dotnet-remotedeploy; do rm -rf "${folder:?}/$package"; done
}

build/setup.sh sdk
step build/pack.sh --portable-tool
forget_unpacked
cd samples/HelloFleet/HelloFleet.Tests
step dotnet build -t:RemoteTest
