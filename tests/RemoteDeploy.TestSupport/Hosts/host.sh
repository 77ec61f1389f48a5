#!/bin/sh
# The power button of one test host. Reads one word a line from stdin and answers each line with "ok" or "failed: why".
# End of input means that the test process is gone, however it went: the host, all it started and its folder go too.
set -u
folder=$1 name=$2 mark=$3 sshd=$4 isolated=$5 srv_megabytes=$6

isolate() {
  echo "$name" >/proc/sys/kernel/hostname
  mkdir -p /srv
  if [ "$srv_megabytes" -gt 0 ]; then
    mount -t tmpfs -o "size=${srv_megabytes}m,mode=755" tmpfs /srv
  else
    mount --bind "$folder/srv" /srv
  fi
  mount --bind "$folder/passwd" /etc/passwd
  if [ -e "$folder/shadow" ]; then mount --bind "$folder/shadow" /etc/shadow; fi
}

listener() { cat "$folder/sshd.pid" 2>/dev/null; }

# Every process below the one given.
tree() {
  # shellcheck disable=SC2013 # the file is one line of words
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
    echo "$child"
    tree "$child"
  done
}

# Every process that a session started, also those that left its tree: sshd marks their environment.
marked() {
  grep -lzxF "RD_TEST_HOST=$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3
}

sessions() {
  for process in $(tree "$1"); do
    case $(cat "/proc/$process/comm" 2>/dev/null) in sshd*) echo "$process" ;; esac
  done
}

send() {
  signal=$1
  shift
  for process; do kill "-$signal" "$process" 2>/dev/null; done
}

start() {
  if [ -e "$folder/sshd.pid" ]; then return 0; fi
  : >"$folder/sshd.log"
  rounds=0
  # The pid file appears once sshd listens: most often in the first rounds, later on a machine that is busy.
  if "$sshd" -f "$folder/sshd_config" -E "$folder/sshd.log"; then
    while [ "$rounds" -lt 1000 ] && ! grep -q "Cannot bind any address" "$folder/sshd.log"; do
      if [ -s "$folder/sshd.pid" ]; then return 0; fi
      rounds=$((rounds + 1))
      sleep 0.02
    done
  fi
  why="sshd does not start: $(tr '\n' ' ' <"$folder/sshd.log")"
  return 1
}

# As if the plug was pulled: nothing gets a chance to clean up.
stop() {
  pid=$(listener) || pid=
  rm -f "$folder/sshd.pid"
  # shellcheck disable=SC2046 # a list of process ids
  if [ -n "$pid" ]; then send STOP "$pid" && send KILL $(tree "$pid") "$pid"; fi
  while :; do
    left=$(marked)
    if [ -z "$left" ]; then return 0; fi
    # shellcheck disable=SC2086 # a list of process ids
    send KILL $left
  done
}

finish() {
  trap '' INT TERM HUP
  trap - EXIT
  stop
  chmod -R u+rwX "$folder" 2>/dev/null
  rm -rf "$folder"
  exit 0
}

trap finish EXIT
trap 'exit 1' INT TERM HUP
why=
if [ "$isolated" = yes ]; then isolate || exit 1; fi
while read -r word; do
  status=0
  pid=$(listener) || pid=
  # shellcheck disable=SC2046 # lists of process ids
  case $word in
    start) start || status=1 ;;
    stop) stop ;;
    kill-sessions) send KILL $(sessions "$pid") ;;
    restart-sshd)
      send KILL $(sessions "$pid") "$pid"
      rm -f "$folder/sshd.pid"
      start || status=1
      ;;
    freeze) send STOP "$pid" $(tree "$pid") $(marked) ;;
    thaw) send CONT $(marked) $(tree "$pid") "$pid" ;;
    *) status=1 why="unknown word $word" ;;
  esac
  if [ "$status" = 0 ]; then echo ok; else echo "failed: $why"; fi
done
