#!/usr/bin/env bash
# Looks for what the tests need. As root on a machine with apt it installs what is missing and says so; elsewhere it says
# what is missing and which tests will be skipped. Only a missing .NET SDK is an error, unless CI=true: then everything must be there.
# "build/setup.sh sdk" looks for the .NET SDK only; "build/setup.sh peers" also for the tools that ours is compared with.
set -euo pipefail

# program, Debian package, tests that need it
needs=(
  "sshd      openssh-server   everything that deploys to OpenSSH hosts"
  "ssh       openssh-client   everything that deploys to OpenSSH hosts"
  "unshare   util-linux       hosts with a file system and a login shell of their own"
  "nsenter   util-linux       hosts on a network of their own, with a rate for each cable"
  "ip        iproute2         hosts on a network of their own, with a rate for each cable"
  "tc        iproute2         hosts on a network of their own, with a rate for each cable"
  "nft       nftables         hosts that packets do not reach (fault laboratory)"
  "lowntfs-3g ntfs-3g         hosts whose file system ignores case (fault laboratory)"
  "python3   python3          suites out of memory, relays that damage what they pass on (fault laboratory)"
  "bash      bash             remote scripts under bash, hosts with the login shell bash"
  "dash      dash             remote scripts under dash, hosts with the login shell dash"
  "busybox   busybox          remote scripts under busybox, hosts with the login shell busybox"
  "zsh       zsh              completion in zsh"
  "tmux      tmux             watching jobs in a terminal, what is printed to one"
  "screen    screen           watching jobs in a terminal where there is no tmux"
  "zstd      zstd             compressed streams"
  "fish      fish             hosts with the login shell fish"
  "tcsh      tcsh             hosts with the login shell tcsh"
  "shellcheck shellcheck      the check of the shell scripts"
  "rsync     rsync            the comparison with rsync (benchmarks)"
  "clush     clustershell     the comparison with clush (benchmarks)"
)

# What the scorecard of the fault laboratory compares with; looked for with "build/setup.sh peers".
peers=(
  "parallel-scp pssh         the scorecard's rows of pscp"
  "ansible   ansible-core     the scorecard's rows of ansible"
  "taktuk    taktuk           the scorecard's rows of taktuk"
)
if [ "${1:-}" = peers ]; then needs+=("${peers[@]}"); fi

say() { echo "setup: $*"; }

find_program() { PATH=$PATH:/usr/sbin:/usr/local/sbin:/sbin command -v "$1" >/dev/null; }

check_dotnet() {
  if ! command -v dotnet >/dev/null; then
    say "there is no dotnet on PATH. Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
  fi
  if ! dotnet --list-sdks | grep -q '^10\.'; then
    say "the .NET 10 SDK is missing; dotnet has: $(dotnet --list-sdks | cut -d ' ' -f 1 | xargs echo). Install it: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
  fi
}

# Prints the lines of "needs" whose program is not there.
missing() {
  local line program
  for line in "${needs[@]}"; do
    program=${line%% *}
    find_program "$program" || echo "$line"
  done
}

# A package may start its service when it is installed. Nobody asked for an SSH server on this machine.
forbid_services() {
  local policy=/usr/sbin/policy-rc.d
  [ ! -e "$policy" ] || return 0
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

install_packages() {
  local packages log
  log=$(mktemp)
  mapfile -t packages < <(missing | awk '{ print $2 }' | sort -u)
  say "installing with apt: ${packages[*]} (no service is started)"
  forbid_services
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    say "apt failed; its last lines:"
    tail -n 5 "$log"
  fi
  rm -f "$log"
}

check_dotnet
if [ "${1:-}" = sdk ]; then exit 0; fi
if [ -n "$(missing)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  install_packages
fi

left=$(missing)
if [ -z "$left" ]; then
  say "everything the tests need is here"
else
  while read -r program package tests; do
    say "missing: $program (package $package): skipped are the tests of: $tests"
  done <<<"$left"
fi
if [ "$(id -u)" != 0 ]; then
  say "not root: skipped are the tests of: hosts with a file system, a login shell or a network of their own"
fi
if [ -n "$left" ] && [ "${CI:-}" = true ]; then
  say "CI=true: nothing may be missing" >&2
  exit 1
fi
