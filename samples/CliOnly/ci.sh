#!/bin/sh
# What a build server runs: publish, then deploy to the hosts of remotedeploy.yml and run its suites there.
set -eu
cd "$(dirname "$0")"
dotnet publish -c Release -o bin/ship
dotnet tool restore
dotnet remotedeploy run "$@"
