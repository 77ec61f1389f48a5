#!/bin/sh
# The remote side of RemoteDeploy: POSIX sh, runs under dash, bash and busybox sh.
# Read from standard input: a nonce, a verb, arguments (one a line, "=" in front, unsafe bytes as \0ooo), a line ".",
# and then what the verb itself reads. Written: "@rd-NONCE begin", the verb's lines, "@rd-NONCE end STATUS".
# Everything before "begin" is noise of the login shell; the status never travels as the exit status of ssh.
rd_user_locale=${LC_ALL-}
rd_user_mask=$(umask)
LC_ALL=C
export LC_ALL
umask 022
rd_newline='
'
rd_tmp=
rd_ticker=
rd_undo=
rd_inner=

# Faults that the verb itself understands: "fault KEY words". The controller turns keys into codes.
rd_fault() {
  rd_key=$1
  shift
  printf 'fault %s %s\n' "$rd_key" "$(printf '%s' "$*" | tr '\n\r' '  ')"
}

rd_finish() {
  rd_status=$1
  trap '' PIPE HUP INT TERM
  rd_tick_stop
  if [ -n "$rd_undo" ]; then "$rd_undo"; rd_undo=; fi
  if [ -n "$rd_tmp" ]; then rm -rf "$rd_tmp"; rd_tmp=; fi
  if [ -n "$rd_inner" ]; then printf 'done %s\n' "$rd_status"; else printf '\n@rd-%s end %s\n' "$rd_nonce" "$rd_status"; fi
  exit 0
}

# Says every 5 s that a silent step is alive. Stopped before anything long is printed, so that no line is torn. It ends with
# the step, even one that was killed, and when nobody listens.
rd_tick_start() {
  (
    trap 'kill "$!" 2>/dev/null; exit 0' TERM
    while :; do
      sleep 5 >/dev/null 2>&1 &
      wait "$!"
      kill -0 "$$" 2>/dev/null || exit 0
      printf '@rd-%s tick\n' "$rd_nonce" || exit 0
    done
  ) </dev/null &
  rd_ticker=$!
}

rd_tick_stop() {
  if [ -n "$rd_ticker" ]; then
    kill "$rd_ticker" 2>/dev/null
    wait "$rd_ticker" 2>/dev/null
    rd_ticker=
  fi
}

rd_temp() {
  rd_tmp=$(mktemp -d 2>/dev/null) || rd_tmp=/tmp/rd-$rd_nonce
  if [ ! -d "$rd_tmp" ]; then
    (umask 077 && mkdir "$rd_tmp") || { rd_tmp=; rd_fault write "no temporary folder can be made in ${TMPDIR:-/tmp}"; rd_finish 1; }
  fi
  # When nobody reads the answer any more, it goes all the same. TERM is not trapped where a ticker is started: its fork
  # would lose a TERM that comes before it has taken off this trap.
  trap 'rd_finish 1' PIPE
}

# "~/x" is the remote user's home; the only place that spells it out.
rd_path() {
  # A tilde that came as data: the pattern has to match it literally.
  # shellcheck disable=SC2088
  case $1 in
    '~') printf '%s' "$HOME" ;;
    '~/'*) printf '%s/%s' "$HOME" "${1#??}" ;;
    *) printf '%s' "$1" ;;
  esac
}

# Removes a tree even when folders in it are read-only.
rd_remove() {
  if [ -e "$1" ] || [ -h "$1" ]; then
    rm -rf "$1" 2>/dev/null || { chmod -R u+rwx "$1" 2>/dev/null; rm -rf "$1"; }
  fi
}

# The nearest folder of a path that exists.
rd_existing() {
  rd_probe_dir=$1
  while [ ! -e "$rd_probe_dir" ] && [ "$rd_probe_dir" != / ] && [ "$rd_probe_dir" != . ]; do
    rd_probe_dir=$(dirname "$rd_probe_dir")
  done
  printf '%s' "$rd_probe_dir"
}

# Takes a number of bytes of standard input and not one more: what follows is the next line.
rd_take() { dd bs="$1" count=1 iflag=fullblock 2>/dev/null || dd bs=1 count="$1" 2>/dev/null; }

rd_boot() {
  if IFS= read -r rd_boot_id 2>/dev/null </proc/sys/kernel/random/boot_id; then
    printf '%s' "$rd_boot_id"
  else
    sysctl -n kern.boottime 2>/dev/null | tr -cd '0-9'
  fi
}
