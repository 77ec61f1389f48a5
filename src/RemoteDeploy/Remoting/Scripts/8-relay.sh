
# relay FOLDER FRESH TOOL DECODER APPFOLDER RUN KEY FROM NEXT...: unpacks a stream and passes it on, byte for byte, to each NEXT (at
# most two) while it comes. The stream is standard input, or, with a public KEY, what a host with one of the addresses FROM (with
# commas) brings that has the private half. NEXT is "ADDRESS PORT USER ALIAS", in the lines behind it the keys of that host, "-",
# and the private half of its KEY. Read first: the line "go". Written: "open FOLDER" (may be connected to), "joined" (the host
# before is connected, the key is gone), "hop N STATUS WORDS" (cannot pass on), "at BYTES" (every second), "received WORDS"
# (nothing more comes; no words when all of it came), and the audit. Channel 4 is the answer, 3 and 5 lead to the next hosts.
rd_verb_relay() {
  rd_path "$1"
  rd_stage=$rd_at
  rd_tool=$3
  rd_decoder=$4
  rd_path "$5"
  rd_app=$rd_at
  rd_beats=$rd_at/.beat-$6-
  rd_run=$6
  rd_key=$7
  rd_from=$8
  rd_relay_temp "$rd_at/work/$6"
  rd_undo=rd_relay_end
  trap 'rd_finish 1' HUP INT TERM PIPE
  exec 4>&1
  if [ -n "$rd_key" ]; then rd_relay_open; fi
  if [ "$2" = yes ]; then rd_fresh "$rd_stage" "$rd_run"; fi
  shift 8
  rd_relay_pulse &
  rd_ticker=$!
  printf 'open %s\n' "$rd_tmp"
  if ! IFS= read -r rd_line || [ "$rd_line" != go ]; then rd_finish 1; fi
  rd_relay_flow "$@"
  rm -f "$rd_tmp"/pid.source "$rd_tmp"/pid.hop*
  rd_relay_end
  rd_undo=
  if [ "$rd_tool" != none ]; then rd_audit_say; fi
  rd_finish 0
}

# A temporary folder among what goes with the lock, whatever becomes of this process; elsewhere when its name cannot stand in a
# line of authorized keys.
rd_relay_temp() {
  case $1 in
    *[!A-Za-z0-9/._-]*) ;;
    *) if (umask 077 && mkdir -p "$1" && mkdir "$1/relay") 2>/dev/null; then rd_tmp=$1/relay; return; fi ;;
  esac
  rd_temp
}

# Ends everything that runs for this relay; what is left in pipes still lands.
rd_relay_cut() {
  for rd_file in "$1"/pid.*; do
    if IFS= read -r rd_pid 2>/dev/null <"$rd_file"; then kill "$rd_pid" 2>/dev/null; fi
  done
}

# halt FOLDER: ends the relay that works with a folder.
rd_verb_halt() {
  rd_relay_cut "$1"
  rd_finish 0
}

# The folder may be gone, with the lock: then nothing may be written to it by what is built into the shell, which would end there.
rd_relay_end() {
  rd_touch "$rd_tmp/done"
  rd_tick_stop
  rd_relay_cut "$rd_tmp"
  if [ -n "$rd_waiter" ]; then
    rd_relay_shut "$rd_tmp"
    wait "$rd_waiter" 2>/dev/null
    rd_waiter=
    rd_relay_cut "$rd_tmp"
  fi
  if [ -n "$rd_key" ] && ! rd_keys_remove; then rd_fault relaykey "$rd_keys holds: $rd_key"; fi
  if [ -n "$rd_keys" ] && rd_keys_held; then rm -f "$rd_keys.rd-held"; fi
  # Where the lock went before this had begun, nobody else takes away the folders that were made anew for it.
  if [ -n "$rd_app" ] && ! rd_lock_of "$rd_app/lock" "$rd_run"; then
    rm -rf "$rd_tmp"
    rmdir "$rd_app/work/$rd_run" "$rd_app/work" 2>/dev/null
  fi
}

# Ends the wait for a host to connect: a pipe that is opened both ways is an end to that. A host that is just coming in, since it
# has taken the only place, is waited for a second, to be ended then: nobody would read what it brings. Who waits at a pipe that is
# gone is ended.
rd_relay_shut() {
  rd_tries=0
  until mkdir "$1/taken" 2>/dev/null || [ -e "$1/pid.in" ] || [ "$rd_tries" -ge 10 ]; do
    rd_tries=$((rd_tries + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  (: <>"$1/joined") 2>/dev/null || kill "$rd_waiter" 2>/dev/null
}

rd_relay_flow() {
  case $# in
    0) rd_relay_source | rd_relay_land ;;
    1) { rd_relay_source /dev/fd/3 | rd_relay_land 3>&- >/dev/null; } 3>&1 | rd_relay_hop 1 "$1" ;;
    *)
      {
        { rd_relay_source /dev/fd/3 /dev/fd/5 | rd_relay_land 3>&- 5>&- >/dev/null; } 3>&1 | rd_relay_hop 1 "$1" 5>&- >/dev/null
      } 5>&1 | rd_relay_hop 2 "$2"
      ;;
  esac
}

# shellcheck disable=SC2016 # its own process id, and names as arguments
rd_relay_source() {
  if [ -n "$rd_key" ]; then
    exec sh -c 'echo $$ >"$0/pid.source"; exec tee "$@" <"$0/from"' "$rd_tmp" "$@" 4>&-
  else
    exec sh -c 'echo $$ >"$0/pid.source"; exec tee "$@"' "$rd_tmp" "$@" 4>&-
  fi
}

# Whatever happens here, the hosts behind get all of the stream.
rd_relay_land() {
  rd_ahead_start "$rd_stage" "$rd_tool"
  if (rd_unpack "$rd_decoder") 2>"$rd_tmp/err" >/dev/null; then
    printf 'received\n' >&4
  else
    printf 'received %s\n' "$(head -n 3 "$rd_tmp/err" | tr '\n\r' '  ')" >&4
  fi
  cat >/dev/null
  rd_ahead_stop
  if [ "$rd_tool" != none ]; then rd_audit_make "$rd_stage" "$rd_tool" tree "$rd_run"; fi
}

# Key exchanges, quick ones first: one default of clients costs each host four times as much, and all hosts connect at once.
rd_relay_kex() {
  ssh -Q kex 2>/dev/null | grep -x mlkem768x25519-sha256 | tr '\n' ','
  echo curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,diffie-hellman-group16-sha512,diffie-hellman-group14-sha256
}

# Passes its input on to the next host N. ssh makes what it reads from non-blocking, so it gets a pipe of its own.
# shellcheck disable=SC2016,SC2002
rd_relay_hop() {
  IFS=' ' read -r rd_address rd_port rd_user rd_alias <<EOF
${2%%"$rd_newline"*}
EOF
  (umask 077 && printf '%s\n' "$2" | sed -n '2,/^-$/{/^-$/!p;}' >"$rd_tmp/known.$1" && printf '%s\n' "$2" | sed '1,/^-$/d' >"$rd_tmp/key.$1")
  rd_status=0 rd_kex=$(rd_relay_kex)
  cat | sh -c 'echo $$ >"$0"; exec "$@"' "$rd_tmp/pid.hop$1" ssh -F /dev/null -T -a -x -i "$rd_tmp/key.$1" \
    -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityAgent=none -o PreferredAuthentications=publickey -o ConnectTimeout=5 \
    -o StrictHostKeyChecking=yes -o "HostKeyAlias=$rd_alias" -o "UserKnownHostsFile=$rd_tmp/known.$1" -o GlobalKnownHostsFile=/dev/null \
    -o UpdateHostKeys=no -o ControlPath=none -o ServerAliveInterval=2 -o ServerAliveCountMax=3 -o LogLevel=ERROR \
    -o Ciphers=aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes256-ctr,chacha20-poly1305@openssh.com \
    -o "KexAlgorithms=$rd_kex" -o PermitLocalCommand=yes -o "LocalCommand=rm -f $rd_tmp/key.$1" -l "$rd_user" -p "$rd_port" -- "$rd_address" \
    >/dev/null 2>"$rd_tmp/err.$1" 4>&- || rd_status=$?
  rm -f "$rd_tmp/pid.hop$1"
  # It may end well without having taken all: whatever it was connected to did not want it.
  if [ "$rd_status" != 0 ] || [ "$(dd bs=1 count=1 2>/dev/null | wc -c)" -gt 0 ]; then
    printf 'hop %s %s %s\n' "$1" "$rd_status" "$(head -n 3 "$rd_tmp/err.$1" | tr '\n\r' '  ')" >&4
  fi
  cat >/dev/null
}

# Says every second how much has come, and ends the relay when the controller has gone: the lock's sign of life is gone with it,
# or, where the connection broke without a word, has not been renewed and nothing comes either.
rd_relay_pulse() {
  trap 'kill "$!" 2>/dev/null; exit 0' TERM
  rd_mark=$rd_tmp/mark
  rd_touch "$rd_mark"
  rd_last=
  rd_quiet=0
  set -- "$rd_beats"*
  while [ -e "$1" ] && [ ! -e "$rd_tmp/done" ] && kill -0 $$ 2>/dev/null; do
    sleep 1 >/dev/null 2>&1 &
    wait "$!"
    rd_come=
    if IFS= read -r rd_pid 2>/dev/null <"$rd_tmp/pid.source" && IFS=' ' read -r _ rd_come 2>/dev/null <"/proc/$rd_pid/io"; then :; fi
    printf 'at %s\n' "$rd_come" || break
    # dash, bash and busybox have -nt.
    # shellcheck disable=SC3013
    if [ "$1" -nt "$rd_mark" ] || [ "$rd_come" != "$rd_last" ]; then
      rd_touch "$rd_mark"
      rd_quiet=0
    else
      rd_quiet=$((rd_quiet + 1))
    fi
    rd_last=$rd_come
    if [ "$rd_quiet" -ge 7 ]; then
      # The lock's own process waits for words on a connection that is dead.
      kill "${1##*-}" 2>/dev/null
      break
    fi
  done
  # What is only just starting has not said yet which process it is: once more, until the relay's own process is through.
  while [ ! -e "$rd_tmp/done" ] && [ -d "$rd_tmp" ]; do
    rd_relay_cut "$rd_tmp"
    if ! kill $$ 2>/dev/null; then
      if [ -n "$rd_waiter" ]; then rd_relay_shut "$rd_tmp"; fi
      rd_relay_cut "$rd_tmp"
      break
    fi
    sleep 1 >/dev/null 2>&1 &
    wait "$!"
  done
}

# Lets the host before connect, once: what it sends goes into a pipe, and it can do nothing else.
rd_relay_open() {
  case $rd_tmp in *[!A-Za-z0-9/._-]*) rd_relay_not "the name of the temporary folder $rd_tmp" ;; esac
  [ -e /dev/fd/0 ] || rd_relay_not "there is no /dev/fd"
  rd_until=$(unset TZ; rd_now=$(date +%s) && { date -d "@$((rd_now + 900))" +%Y%m%d%H%M%S || date -r "$((rd_now + 900))" +%Y%m%d%H%M%S; } 2>/dev/null) || rd_relay_not "date cannot say when a quarter of an hour has passed"
  mkfifo "$rd_tmp/from" "$rd_tmp/joined" 2>/dev/null || rd_relay_not "no pipe can be made in $rd_tmp"
  cat >"$rd_tmp/in" <<EOF
mkdir $rd_tmp/taken || exit 1
echo \$\$ >$rd_tmp/joined
exec cat >$rd_tmp/from
EOF
  rd_keys_find || rd_relay_not "sshd reads no file of authorized keys that this account may write"
  rd_keys_locked rd_keys_put "restrict,from=\"$rd_from\",expiry-time=\"$rd_until\",command=\"exec /bin/sh $rd_tmp/in\" $rd_key" || rd_relay_not "$rd_keys cannot be written"
  (
    if IFS= read -r rd_pid <"$rd_tmp/joined"; then
      echo "$rd_pid" >"$rd_tmp/pid.in"
      rd_keys_remove
      printf 'joined\n'
    fi
  ) </dev/null &
  rd_waiter=$!
}

rd_relay_not() {
  rd_key=
  rd_fault norelay "$*"
  rd_finish 1
}
