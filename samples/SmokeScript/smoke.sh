#!/bin/sh
# Starts the deployed program and looks at what it says. The exit code is the verdict.
set -eu
answer=$(dotnet SmokeScript.dll "$1")
if [ "$answer" != "Hello, $1!" ]; then
  echo "expected 'Hello, $1!', got '$answer'" >&2
  exit 1
fi
echo "the program greets $1"
