#!/bin/sh
# Packs RemoteDeploy, RemoteDeploy.Tasks and dotnet-remotedeploy.
#   build/pack.sh [--output DIR] [--version VERSION] [--tool-runtimes 'linux-x64;win-x64' | --portable-tool] [--tasks-only]
# Default: artifacts/packages, the version of Directory.Build.props, the tool with native code for the runtime of this machine.
# The compiler for native code (crossgen) is one package per machine it runs on; where it or a target's runtime pack cannot be
# restored, leave that runtime out: its users get the portable package (any), which starts a little slower.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
output=$root/artifacts/packages
version=
runtimes=host
all=true

while [ $# -gt 0 ]; do
  case $1 in
    --output) output=$2; shift 2 ;;
    --version) version=$2; shift 2 ;;
    --tool-runtimes) runtimes=$2; shift 2 ;;
    --portable-tool) runtimes=; shift ;;
    --tasks-only) all=false; shift ;;
    *) echo "pack.sh: unknown argument $1" >&2; exit 64 ;;
  esac
done

if [ "$runtimes" = host ]; then
  runtimes=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
fi

# Same commit, same package: NuGet stamps its entries with this time.
if commit_time=$(git -C "$root" log -1 --format=%ct 2>/dev/null); then
  SOURCE_DATE_EPOCH=$commit_time
  export SOURCE_DATE_EPOCH
fi

# Analyzers have had their say when the solution was built.
# Folders of its own, so that packing never disturbs the build of a developer or of another pack.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

pack() {
  dotnet pack "$root/src/$1" --nologo -v quiet -c Release --artifacts-path "$scratch" \
    -p:PackageOutputPath="$output" -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false ${version:+-p:Version="$version"} ${2:+"$2"}
}

mkdir -p "$output"
pack RemoteDeploy.Tasks/RemoteDeploy.Tasks.csproj
if $all; then
  pack RemoteDeploy/RemoteDeploy.csproj
  # A semicolon in a property of the command line separates properties, hence %3b.
  pack RemoteDeploy.Tool/RemoteDeploy.Tool.csproj "${runtimes:+-p:ToolRuntimes=$(printf %s "$runtimes" | sed 's/;/%3b/g')}"
fi
ls "$output"
