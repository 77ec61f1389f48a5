# Reads a verb and its arguments, and calls "$@" with the arguments; rd_verb is the verb.
rd_request() {
  rd_runner=$1
  IFS= read -r rd_verb || rd_finish 1
  rd_whole=
  set --
  while IFS= read -r rd_line; do
    case $rd_line in
      =*\\*)
        # The underscore keeps newlines at the end of an argument.
        rd_arg=$(printf '%b_' "${rd_line#=}")
        set -- "$@" "${rd_arg%_}"
        ;;
      # Most arguments are as they are: a process for each would take longer than many a step.
      =*) set -- "$@" "${rd_line#=}" ;;
      .) rd_whole=yes; break ;;
    esac
  done
  # A request that breaks off is none.
  [ -n "$rd_whole" ] || rd_finish 1
  "$rd_runner" "$@"
}

# serve: a session for many steps, one after the other. Taken are lines, until "bye" or the end: "call" with a request behind it,
# which is run beside this process so that the end of the connection is noticed meanwhile; "feed BYTES" the same with that many
# bytes for the step to read behind the request; "hold" with a request for this very process, such as a lock; "beat", a sign of
# life; "blob BYTES" with that many bytes, to measure the way here.
rd_verb_serve() {
  rd_job=
  while IFS= read -r rd_line; do
    case $rd_line in
      call) rd_input=/dev/null; rd_request rd_beside ;;
      'feed '*) rd_length=${rd_line#feed }; rd_request rd_fed ;;
      hold) rd_request rd_within ;;
      beat)
        if [ -n "${rd_beat:-}" ]; then
          if rd_lock_of "${rd_lock:-$rd_home/lock}" "$rd_run"; then rd_touch "$rd_beat"; else rd_lease_struck; fi
        fi
        ;;
      'blob '*) rd_take "${rd_line#blob }" >/dev/null; rd_answer 0 ;;
      bye) break ;;
    esac
  done
  rd_finish 0
}

rd_within() {
  rd_able
  "rd_verb_$rd_verb" "$@"
}

# Ends the session where the host lacks programs. A probe says that by itself, and a command may be what installs them.
rd_able() {
  case $rd_verb in serve | probe | exec) return ;; esac
  if [ -n "$rd_lacks" ]; then
    rd_fault tools "$rd_lacks"
    rd_finish 1
  fi
}

rd_beside() {
  rd_able
  # The step before has answered: it is ending, and leaves nothing to be collected.
  if [ -n "$rd_job" ]; then wait "$rd_job"; fi
  rd_alone "$@" <"$rd_input" &
  rd_job=$!
}

# A step always ends with status 0, and with an answer. One that was killed, or for which the host has no process, leaves that to us.
rd_alone() {
  # What this process holds is not the step's to give back.
  # shellcheck disable=SC2030
  (rd_undo=; rd_left=; rd_data=; rd_tmp=; rd_watcher=; "rd_verb_$rd_verb" "$@")
  rd_status=$?
  if [ "$rd_status" -ne 0 ]; then
    printf '\nfault ended %s %s\n' "$rd_verb" "$rd_status"
    rd_answer 1
  fi
}

# shellcheck disable=SC2031
rd_fed() {
  rd_able
  if [ -z "$rd_data" ]; then rd_data=$(rd_temp_make) || rd_data=/tmp/rd-$rd_nonce.data; fi
  # What is on the way behind a slow link takes longer than anybody waits for a word.
  # TERM is trapped where something is held, and not while a ticker is started.
  if [ "$rd_length" -gt 65536 ]; then
    trap - TERM
    rd_tick_start
    if [ -n "$rd_undo" ]; then trap rd_lease_struck TERM; fi
  fi
  if ! (umask 077 && if [ "$rd_length" -gt 0 ]; then rd_take "$rd_length"; fi >"$rd_data" && [ "$(wc -c <"$rd_data")" -eq "$rd_length" ]) 2>/dev/null; then
    rd_node
    rd_fault write "$rd_data cannot be written on $rd_at: $(rd_room "$rd_data")"
    rd_finish 1
  fi
  rd_tick_stop
  rd_input=$rd_data
  rd_beside "$@"
}

rd_begin() {
  printf '\n@rd-%s begin\n' "$rd_nonce"
  rd_lacking
  rd_lacks=${rd_at# }
  rd_within "$@"
}

# One request, from standard input.
rd_main() {
  IFS= read -r rd_nonce || exit 1
  rd_request rd_begin
}

rd_main