#!/bin/sh
# A lab on one machine: a controller and hosts, each with a network namespace of its own, on one switch. Started by
# "unshare --net --mount --pid --fork --kill-child": this script is process 1 of the lab and the controller's namespace is
# its own, so that the kernel ends every process of every host and every interface with it, however it ends.
# Reads one line at a time from stdin and answers "ok" or "failed: why". End of input means that the test process is gone.
set -u
folder=$1 rate=$2
pids=

# What goes into one end of a cable, at the rate of the cable: a plain switch port with a buffer of 100 ms.
shape() {
  if [ "$rate" != unshaped ]; then tc -n "$1" qdisc add dev "$2" root tbf rate "$rate" burst 64kb latency 100ms; fi
}

# A cable from a namespace to the switch: "plug NAMESPACE ADDRESS".
plug() {
  ip link add "port-$1" netns switch type veth peer name eth0 netns "$1" &&
    ip -n switch link set "port-$1" master bridge up &&
    ip -n "$1" address add "$2/16" dev eth0 &&
    ip -n "$1" link set lo up &&
    ip -n "$1" link set eth0 up &&
    shape "$1" eth0 &&
    shape switch "port-$1"
}

# Names of namespaces are known in this mount namespace only: neither the machine nor another lab sees them.
build() {
  # /proc is still the machine's and numbers this process otherwise than $$ does.
  read -r process _ </proc/self/stat
  mount -t tmpfs tmpfs /run && mkdir /run/netns &&
    ip netns add switch &&
    ip -n switch link set lo up &&
    ip -n switch link add bridge type bridge forward_delay 0 &&
    ip -n switch link set bridge up &&
    ip netns attach controller "$process" &&
    plug controller 10.77.0.1
}

# "power NAME ADDRESS": a host with an account like the machine's but homes, temporary folders and processes of its own.
power() {
  ip netns add "$1" && plug "$1" "$2" || return 1
  ip netns exec "$1" unshare --mount --uts --pid --fork --kill-child sh "$folder/lab-host.sh" "$folder/$1" "$1" \
    </dev/null >/dev/null 2>"$folder/$1/errors" &
  pids="$pids $!"
}

listens() {
  rounds=0
  until [ -s "$folder/$1/sshd.pid" ]; do
    rounds=$((rounds + 1))
    if [ "$rounds" -gt 1000 ]; then
      echo "sshd of $1 does not start: $(cat "$folder/$1/errors")" >&2
      return 1
    fi
    sleep 0.02
  done
}

# The kernel notices the cable up to a second later, and the controller may just have given up looking for the host.
join() {
  ip -n switch link set "port-$1" up || return 1
  rounds=0
  until ip -n "$1" -brief link show eth0 | grep -q ' UP '; do
    rounds=$((rounds + 1))
    if [ "$rounds" -gt 100 ]; then
      echo "eth0 of $1 stays without carrier" >&2
      return 1
    fi
    sleep 0.05
  done
  ip -n controller neighbour flush dev eth0
}

# True while the controller has a connection to a host.
connected() { awk '$4 == "01" { found = 1 } END { exit !found }' /proc/self/net/tcp; }

# Hosts go first and the cables after them, so that connections of the controller end and do not hang.
finish() {
  trap '' INT TERM HUP
  trap - EXIT
  # shellcheck disable=SC2086 # a list of process ids
  if [ -n "$pids" ]; then kill -KILL $pids 2>/dev/null; fi
  rounds=0
  while [ "$rounds" -lt 40 ] && connected; do
    rounds=$((rounds + 1))
    sleep 0.05
  done
  rm -rf "$folder"
}

trap finish EXIT
trap 'exit 1' INT TERM HUP
while read -r word argument address; do
  case $word in
    build) build ;;
    power) power "$argument" "$address" ;;
    listens) listens "$argument" ;;
    cut) ip -n switch link set "port-$argument" down ;;
    join) join "$argument" ;;
    *) false ;;
  esac 2>"$folder/errors" && echo ok || echo "failed: $(tr '\n' ' ' <"$folder/errors")"
done
