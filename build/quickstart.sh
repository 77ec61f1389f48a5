#!/usr/bin/env bash
# From a fresh clone to tests on three hosts, with nothing but git and the .NET 10 SDK: packs RemoteDeploy.Tasks into a local feed,
# builds samples/HelloFleet with it, ships it to three folders that play hosts, proves every byte and runs the tests on each.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

step() { printf '\n> %s\n' "$*"; "$@"; }

# The version is the same at each pack, so what NuGet unpacked the last time must not be taken for it.
forget_unpacked() {
  local folder
  folder=$(cd samples && dotnet nuget locals global-packages --list)
  folder=${folder#global-packages: }
  rm -rf "${folder:?}/remotedeploy.tasks"
}

build/setup.sh sdk
step build/pack.sh --tasks-only
forget_unpacked
sample=samples/HelloFleet
(cd "$sample/HelloFleet.Tests" && step dotnet build -t:RemoteTest)
cat <<END

The hosts are folders: $sample/HelloFleet.Tests/.remotedeploy/hosts/{red,green,blue}
A red run:    perl -pi -e s/Buenos/Malos/ $sample/HelloFleet/greetings.txt && dotnet build -t:RemoteTest $sample/HelloFleet.Tests
Green again:  git checkout $sample && dotnet build -t:RemoteTest $sample/HelloFleet.Tests
Read next:    README.md from "Install" on, for your own projects and hosts; $sample/HelloFleet.Tests/HelloFleet.Tests.csproj
END
