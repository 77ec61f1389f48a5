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
rd_watcher=
rd_undo=
rd_data=
rd_key=
rd_waiter=
rd_keys=
rd_app=
rd_left=

# Faults that the verb itself understands: "fault KEY words". The controller turns keys into codes.
rd_fault() { printf 'fault %s %s\n' "$1" "$(shift; printf '%s' "$*" | tr '\n\r' '  ')"; }

rd_finish() {
  rd_status=$1
  trap '' PIPE HUP INT TERM
  rd_tick_stop
  rd_watch_stop
  # What stays of what was held is told by the exit status as well, for whoever does not read the answer any more.
  rd_exit=0
  if [ -n "$rd_undo" ]; then
    "$rd_undo"
    rd_undo=
    if [ -n "$rd_left" ]; then rd_exit=3; fi
  fi
  if [ -n "$rd_tmp$rd_data" ]; then rm -rf "$rd_tmp" "$rd_data"; rd_tmp=; fi
  rd_answer "$rd_status"
  exit "$rd_exit"
}

# The end of an answer; the session may go on.
rd_answer() { printf '\n@rd-%s end %s\n' "$rd_nonce" "$1"; }

# Says every 5 s that a silent step is alive. Stopped before anything long is printed, so that no line is torn. It ends with
# the step, even one that was killed, and when nobody listens.
rd_tick_start() {
  # A step of a session is not the session's own process.
  IFS=' ' read -r rd_me _ 2>/dev/null </proc/self/stat || rd_me=$$
  (
    trap 'kill "$!" 2>/dev/null; exit 0' TERM
    while :; do
      sleep 5 >/dev/null 2>&1 &
      wait "$!"
      kill -0 "$rd_me" 2>/dev/null || exit 0
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

# Looks every 2 s whether "$@" is true, and ends this session then: nobody speaks to it any more, and sshd may not know for hours.
# Started before TERM is trapped.
rd_watch_start() {
  IFS=' ' read -r rd_me _ 2>/dev/null </proc/self/stat || rd_me=$$
  (
    trap 'kill "$!" 2>/dev/null; exit 0' TERM
    while :; do
      sleep 2 &
      wait "$!"
      kill -0 "$rd_me" || exit 0
      # A process that traps it cleans up; one that does not leaves that to us.
      if "$@"; then kill "$rd_me"; if [ -z "$rd_undo" ] && [ -n "$rd_tmp" ]; then rm -rf "$rd_tmp"; fi; fi
    done
  ) </dev/null >/dev/null 2>&1 &
  rd_watcher=$!
}

rd_watch_stop() {
  if [ -n "$rd_watcher" ]; then
    kill "$rd_watcher" 2>/dev/null
    wait "$rd_watcher" 2>/dev/null
    rd_watcher=
  fi
}

# True when the last sign of life, the time of file $1, is over a minute old.
rd_silent() { [ ! -e "$1" ] || [ -n "$(find "$1" -mmin +1)" ]; }

# The same for whoever waits for signs of life, asked every 2 s: true when none comes for some looks more. A clock that is set forward
# makes old what has just come, and a machine that slept has not heard yet.
rd_unheard() {
  if ! rd_silent "$1"; then rd_looks=0; return 1; fi
  rd_looks=$((${rd_looks:-0} + 1))
  [ ! -e "$1" ] || [ "$rd_looks" -gt 2 ]
}

# What names of temporary files begin with: it tells whose they are, so that those of a session that was killed can be told
# from those of one that works. Answer: rd_at.
rd_temp_name() {
  rd_at=$(rd_pid_namespace)
  rd_at=${rd_at#*\[}
  rd_at=${TMPDIR:-/tmp}/rd-${rd_at%]}-
}

rd_temp_make() {
  rd_temp_name
  rd_at=$rd_at$$-$(rd_started $$).XXXXXX
  mktemp "$@" "$rd_at" 2>/dev/null
}

# Removes what sessions left that were killed.
rd_temp_sweep() {
  rd_temp_name
  for rd_old in "$rd_at"*; do
    # Not every sh knows -O, but those that do not say so by a failure, and then nothing is removed.
    # shellcheck disable=SC3067
    if [ -h "$rd_old" ] || ! [ -O "$rd_old" ] 2>/dev/null; then continue; fi
    rd_id=${rd_old#"$rd_at"}
    rd_id=${rd_id%.*}
    case ${rd_id%%-*} in '' | *[!0-9]*) continue ;; esac
    if [ -z "${rd_id#*-}" ] || [ "$(rd_started "${rd_id%%-*}")" = "${rd_id#*-}" ]; then continue; fi
    # What a put had staged goes with it.
    if IFS= read -r rd_id 2>/dev/null <"$rd_old/stage"; then
      case ${rd_id##*/} in .rd-*) rd_remove "$rd_id" || continue ;; esac
    fi
    rd_remove "$rd_old"
  done
}

rd_temp() {
  rd_tmp=$(rd_temp_make -d) || rd_tmp=/tmp/rd-$rd_nonce
  if [ ! -d "$rd_tmp" ]; then
    rd_out=$( (umask 077 && mkdir "$rd_tmp") 2>&1) || { rd_tmp=; rd_fault temporary "${TMPDIR:-/tmp}; $rd_out"; rd_finish 1; }
  fi
  # When nobody reads the answer any more, it goes all the same. TERM is not trapped where a ticker is started: its fork
  # would lose a TERM that comes before it has taken off this trap.
  trap 'rd_finish 1' PIPE
}

# "~/x" is the remote user's home; the only place that spells it out. The answer is rd_at. Hosts run many of these scripts side by
# side with what they are for, so whatever the shell itself can do is not left to programs.
rd_path() {
  # A tilde that came as data: the pattern has to match it literally.
  # shellcheck disable=SC2088
  case $1 in
    '~') rd_at=$HOME ;;
    '~/'*) rd_at=$HOME/${1#??} ;;
    *) rd_at=$1 ;;
  esac
}

# The folder that a path is in: rd_at.
rd_parent() {
  case $1 in
    */*) rd_at=${1%/*}; [ -n "$rd_at" ] || rd_at=/ ;;
    *) rd_at=. ;;
  esac
}

# Target of a link, "" for what is none: rd_at.
rd_target() {
  rd_at=
  if [ -h "$1" ]; then rd_at=$(readlink "$1" 2>/dev/null); fi
}

# Makes a file that is empty, or anew the time of one that is there.
rd_touch() { printf '' 2>/dev/null >"$1"; }

# False when nothing more fits into file $1, with words: the shell's own printf has none for a full disk.
rd_room() { { echo | cat >"$1"; } 2>&1; }

# Removes a tree even when folders in it are read-only. One in which something is mounted stays, with words: what is mounted there is not ours.
rd_remove() {
  if [ -d "$1" ] && [ ! -h "$1" ] && rd_mounted "$1"; then
    printf '%s is mounted there\n' "$rd_mount" >&2
    return 1
  fi
  if [ -e "$1" ] || [ -h "$1" ]; then
    rm -rf "$1" 2>/dev/null || { chmod -R u+rwx "$1" 2>/dev/null; rm -rf "$1"; }
  fi
}

# Says what of a run that ends is still there, and why: once more is tried.
rd_tell_left() {
  for rd_here do
    if [ -e "$rd_here" ] || [ -h "$rd_here" ]; then
      rd_out=$(rd_remove "$rd_here" 2>&1 | head -n 1)
      if [ -e "$rd_here" ] || [ -h "$rd_here" ]; then
        rd_left=yes
        printf 'remains %s\nwhy %s\n' "$rd_here" "$rd_out"
      fi
    fi
  done
}

# The same of a folder that was worked in, and was taken away meanwhile.
rd_tell_gone() {
  if [ ! -d "$1" ]; then
    rd_left=yes
    printf 'gone %s\n' "$1"
  fi
}

# True when a folder is a place of a mount or holds one, as Linux tells it: rd_mount. Blanks and other odd letters are told as \040.
rd_mounted() {
  if [ ! -r /proc/self/mountinfo ]; then return 1; fi
  rd_real=$(cd "$1" 2>/dev/null && pwd -P) || return 1
  rd_real=/${rd_real##"${rd_real%%[!/]*}"}
  while read -r _ _ _ _ rd_mount _; do
    case $rd_mount in
      *\\*) rd_mount=$(printf '%b.' "$(printf '%s\n' "$rd_mount" | sed 's/\\\([0-7][0-7][0-7]\)/\\0\1/g')") && rd_mount=${rd_mount%.} ;;
    esac
    case $rd_mount in
      "$rd_real" | "$rd_real"/*) return 0 ;;
    esac
  done </proc/self/mountinfo
  return 1
}

# The nearest folder of a path that exists: rd_at.
rd_existing() {
  rd_at=$1
  while [ ! -e "$rd_at" ] && [ "$rd_at" != / ] && [ "$rd_at" != . ]; do rd_parent "$rd_at"; done
}

# Takes a number of bytes of standard input and not one more: what follows is the next line.
rd_take() { dd bs="$1" count=1 iflag=fullblock 2>/dev/null || dd bs=1 count="$1" 2>/dev/null; }

# What tells this start of the machine from others: rd_at.
rd_boot() { IFS= read -r rd_at 2>/dev/null </proc/sys/kernel/random/boot_id || rd_at=$(sysctl -n kern.boottime 2>/dev/null | tr -cd '0-9'); }

# This machine's name: rd_at.
rd_node() { IFS= read -r rd_at 2>/dev/null </proc/sys/kernel/hostname || rd_at=$(uname -n); }
