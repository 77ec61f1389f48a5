# The file of authorized keys that sshd reads for this account: rd_keys. Most often the usual one; an sshd with a configuration of
# its own shows it in its command line.
rd_keys_find() {
  rd_conf=/etc/ssh/sshd_config
  rd_pid=$$
  while [ "$rd_pid" -gt 1 ] && IFS= read -r rd_line 2>/dev/null <"/proc/$rd_pid/stat"; do
    rd_args=$(tr '\000' ' ' 2>/dev/null <"/proc/$rd_pid/cmdline")
    case $rd_args in
      *sshd*' -f '* | *sshd*' -f'/*)
        rd_conf=${rd_args#*' -f'}
        rd_conf=${rd_conf# }
        rd_conf=${rd_conf%% *}
        break
        ;;
    esac
    rd_line=${rd_line##*) }
    rd_line=${rd_line#? }
    rd_pid=${rd_line%% *}
  done
  set -- "$rd_conf"
  if [ "$rd_conf" = /etc/ssh/sshd_config ]; then set -- /etc/ssh/sshd_config.d/*.conf "$rd_conf"; fi
  rd_keys=$(sed -n 's/^[[:space:]]*[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Ee][Dd][Kk][Ee][Yy][Ss][Ff][Ii][Ll][Ee][[:space:]=]*"\{0,1\}\([^"[:space:]]*\).*/\1/p' "$@" 2>/dev/null | head -n 1)
  case ${rd_keys:=.ssh/authorized_keys} in
    none) return 1 ;;
    *%*) rd_keys=$(printf '%s\n' "$rd_keys" | sed "s|%h|$HOME|g; s|%u|$(id -un)|g; s|%%|%|g") ;;
  esac
  case $rd_keys in /*) ;; *) rd_keys=$HOME/$rd_keys ;; esac
  if [ -h "$rd_keys" ]; then rd_keys=$(readlink -f "$rd_keys") || return 1; fi
}

# True while this process holds the lock of the file. The lock itself says so, which is a link that is made whole or not at all: a trap runs
# right after the program that made it, before anything could be noted here.
rd_keys_held() { rd_target "$rd_keys.rd-held"; [ "$rd_at" = "rd-$rd_nonce" ]; }

# Runs "$@" while no other run changes the file. A signal may come while this very process does: then it has the lock already.
rd_keys_locked() {
  if rd_keys_held; then
    "$@"
    return
  fi
  rd_tries=0
  rd_parent "$rd_keys"
  if [ ! -d "$rd_at" ]; then (umask 077 && mkdir -p "$rd_at") 2>/dev/null || return 1; fi
  until ln -s "rd-$rd_nonce" "$rd_keys.rd-held" 2>/dev/null; do
    if rd_is_stale "$rd_keys.rd-held"; then rd_keys_break; fi
    rd_tries=$((rd_tries + 1))
    if [ "$rd_tries" -gt 100 ] || [ ! -w "$rd_at" ]; then return 1; fi
    sleep 0.05 2>/dev/null || sleep 1
  done
  "$@"
  rd_status=$?
  # One that stood still for a minute has lost it.
  if rd_keys_held; then rm -f "$rd_keys.rd-held"; fi
  return "$rd_status"
}

rd_is_stale() { [ -n "$(find "$1" -maxdepth 0 -mmin +1 2>/dev/null)" ]; }

# Takes away a lock that nobody has given back for a minute. One waiter at a time, which looks again: what another one has made in the
# place of the stale one is not.
rd_keys_break() {
  if ln -s "rd-$rd_nonce" "$rd_keys.rd-breaking" 2>/dev/null; then
    if rd_is_stale "$rd_keys.rd-held"; then rm -f "$rd_keys.rd-held"; fi
    rm -f "$rd_keys.rd-breaking"
  elif rd_is_stale "$rd_keys.rd-breaking"; then
    rm -f "$rd_keys.rd-breaking"
  fi
}

rd_keys_put() {
  rd_entry=$1
  rd_keys_sweep
  if [ -e "$rd_keys" ] && [ ! -w "$rd_keys" ]; then return 1; fi
  if [ -s "$rd_keys" ] && [ -n "$(tail -c 1 "$rd_keys")" ]; then rd_entry=$rd_newline$rd_entry; fi
  (umask 077 && printf '%s\n' "$rd_entry" >>"$rd_keys") 2>/dev/null
}

# Folder and key of each line that a relay has written.
rd_keys_ours='s|^restrict,from="[^"]*",expiry-time="[0-9]*",command="exec /bin/sh \([^"]*\)/in" \(.* remotedeploy-relay\)$|\1 \2|p'

# Takes out lines of relays that ended without a chance to do so: what they let in is not there any more.
rd_keys_sweep() {
  rd_kept=$rd_key
  sed -n "$rd_keys_ours" "$rd_keys" 2>/dev/null | while IFS=' ' read -r rd_old rd_key; do
    if [ ! -e "$rd_old/in" ]; then rd_keys_drop; fi
  done
  rd_key=$rd_kept
}

# oldkeys: "old N FILE" when N lines of relays that are over are still among the authorized keys.
rd_verb_oldkeys() {
  if rd_keys_find && [ -r "$rd_keys" ]; then
    rd_n=$(sed -n "$rd_keys_ours" "$rd_keys" | while IFS=' ' read -r rd_old _; do if [ ! -e "$rd_old/in" ]; then echo; fi; done | wc -l)
    if [ "$rd_n" -gt 0 ]; then printf 'old %s %s\n' "$((rd_n))" "$rd_keys"; fi
  fi
  rd_finish 0
}

# Takes our line out again, and nothing else, and proves it.
rd_keys_remove() {
  if [ ! -e "${rd_keys:-}" ] || ! grep -qF -e "$rd_key" "$rd_keys"; then return 0; fi
  rd_keys_locked rd_keys_drop && ! grep -qF -e "$rd_key" "$rd_keys" 2>/dev/null
}

rd_keys_drop() {
  rd_new=$rd_keys.rd-$rd_nonce
  rd_entry=$(sed -n "\\|$rd_key|p" "$rd_keys")
  if [ -n "$rd_entry" ] && cp -p "$rd_keys" "$rd_new" && sed "\\|$rd_key|d" "$rd_keys" >"$rd_new" \
    && [ $(($(wc -c <"$rd_new") + ${#rd_entry} + 1)) -eq $(($(wc -c <"$rd_keys"))) ]; then
    if [ -s "$rd_new" ]; then mv -f "$rd_new" "$rd_keys"; else rm -f "$rd_new" "$rd_keys"; fi
  else
    rm -f "$rd_new"
    [ -z "$rd_entry" ]
  fi
}
