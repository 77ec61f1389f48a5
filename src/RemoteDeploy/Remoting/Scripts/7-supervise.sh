# supervise JOBFOLDER WORK MARK SECONDS GRACE CAP COUNT NAME=VALUE... ARGV...: runs a job to its end and notes how it ended. A process of
# its own, started by "start", with no connection to anybody.
rd_verb_supervise() {
  rd_path "$1"
  rd_dir=$rd_at
  rd_path "$2"
  rd_work=$rd_at
  if [ -d "$rd_dir/work" ]; then rd_work=$rd_dir/work; fi
  rd_mark=$3
  rd_limit=$4
  rd_grace=$5
  rd_cap=$6
  shift 6
  umask 077
  cd "$rd_dir" || exit 1
  # Handlers, not "": what is ignored here would be ignored by the job.
  trap : HUP PIPE
  trap 'rd_touch "$rd_dir/stop"' TERM INT
  rd_boot
  printf '%s|%s|%s|%s\n' "$$" "$(rd_started $$)" "$rd_at" "$rd_mark" >state.part && mv -f state.part state || exit 1
  rm -f .sh
  rd_oom_before=$(rd_oom)
  rd_begun=$(date +%s)
  # "out" is a pipe, and files are named after it.
  # shellcheck disable=SC2094
  rd_keep out <out &
  rd_keeper_out=$!
  # shellcheck disable=SC2094
  rd_keep err <err &
  rd_keeper_err=$!
  # As for "rd_start".
  exec 4<&0
  rd_launch "$@"
  exec 4<&- </dev/null
  rd_guard &
  rd_guardian=$!
  while :; do
    wait "$rd_pid"
    rd_code=$?
    # A signal to us ends the wait as well.
    kill -0 "$rd_pid" 2>/dev/null || break
  done
  kill "$rd_guardian" 2>/dev/null
  wait "$rd_guardian" 2>/dev/null
  rd_end_group "$rd_pid" "$rd_grace"
  rd_job_clear "$rd_mark" >left
  rd_drain "$rd_keeper_out"
  rd_drain "$rd_keeper_err"
  rd_note_end
  if [ -e collected ]; then
    cd /
    rd_job_remove "$rd_dir"
  fi
  exit 0
}

# COUNT NAME=VALUE... ARGV...: the job, leader of a session and group of its own; rd_pid. Its variables are not ours: PATH may be one.
rd_launch() {
  rd_setsid=$(command -v setsid)
  if [ -z "$rd_setsid" ]; then set -m; fi
  (
    trap - HUP PIPE TERM INT
    umask "$rd_user_mask"
    if [ -n "$rd_user_locale" ]; then LC_ALL=$rd_user_locale; else unset LC_ALL; fi
    cd "$rd_work" || exit 126
    rd_vars=$1
    shift
    while [ "$rd_vars" -gt 0 ]; do
      export "${1?}"
      shift
      rd_vars=$((rd_vars - 1))
    done
    REMOTEDEPLOY_MARK=$rd_mark
    export REMOTEDEPLOY_MARK
    if [ -n "$rd_setsid" ]; then exec "$rd_setsid" "$@"; else exec "$@"; fi
  ) <&4 4<&- >out 2>err &
  rd_pid=$!
  if [ -z "$rd_setsid" ]; then set +m; fi
}

# Keeps standard input in files NAME.N that begin at byte N: the first CAP bytes, and of what follows the last CAP at least. Each byte is
# there as soon as it came, and whoever writes never waits for a disk that is full.
rd_keep() {
  trap : HUP PIPE
  trap '' TERM INT
  rd_from=0
  rd_size=0
  rd_full=$rd_cap
  rd_before=
  rd_last=
  while :; do
    rd_blocks=$(((rd_full - rd_size) / 32768 + 1))
    if [ "$rd_blocks" -gt 64 ]; then rd_blocks=64; fi
    if ! rd_got=$(dd bs=32768 count="$rd_blocks" 2>&1 >>"$1.$rd_from"); then
      rd_touch "$1.lost"
      exec cat >/dev/null
    fi
    # The last line of dd says how many bytes; where it has no such line, the file does.
    rd_got=${rd_got##*"$rd_newline"}
    rd_got=${rd_got%% *}
    case $rd_got in '' | *[!0-9]*) rd_got=$(($(wc -c <"$1.$rd_from") - rd_size)) ;; esac
    if [ "$rd_got" -eq 0 ]; then break; fi
    rd_size=$((rd_size + rd_got))
    if [ "$rd_size" -ge "$rd_full" ]; then
      if [ "$rd_from" -gt 0 ]; then
        if [ -n "$rd_before" ]; then rm -f "$1.$rd_before"; fi
        rd_before=$rd_last
        rd_last=$rd_from
      fi
      rd_from=$((rd_from + rd_size))
      rd_size=0
      rd_full=$((rd_cap / 2))
    fi
  done
}

# A keeper ends with the last process that may write to it. One that we do not know of is not waited for.
rd_drain() {
  rd_rounds=0
  while kill -0 "$1" 2>/dev/null && [ "$rd_rounds" -lt 20 ]; do
    if ! sleep 0.05 2>/dev/null; then
      sleep 1
      rd_rounds=$((rd_rounds + 10))
    fi
    rd_rounds=$((rd_rounds + 1))
  done
  if kill -0 "$1" 2>/dev/null; then
    rd_children=
    IFS= read -r rd_children 2>/dev/null <"/proc/$1/task/$1/children"
    # Words of digits.
    # shellcheck disable=SC2086
    kill -KILL "$1" $rd_children 2>/dev/null
  fi
  wait "$1" 2>/dev/null
}

# Seconds that only go forward: rd_at.
rd_clock() { IFS='. ' read -r rd_at _ 2>/dev/null </proc/uptime || rd_at=$(date +%s); }

# Watches over the job: its deadline, the word to stop, its memory.
rd_guard() {
  rd_napping=
  trap 'if [ -n "$rd_napping" ]; then kill "$rd_napping" 2>/dev/null; fi; exit 0' TERM
  rd_nap=0.1
  rd_peak=0
  rd_clock
  rd_until=$((rd_at + rd_limit))
  while kill -0 "$rd_pid" 2>/dev/null; do
    rd_measure "$rd_pid"
    sleep "$rd_nap" 2>/dev/null &
    rd_napping=$!
    if wait "$rd_napping"; then rd_nap=0.5; else rd_nap=1; fi
    rd_clock
    if [ -e stop ]; then
      printf 'stopped\n' >cause
    elif [ "$rd_at" -gt "$rd_until" ]; then
      printf 'timeout\n' >cause
    else
      continue
    fi
    rd_end_group "$rd_pid" "$rd_grace"
    return
  done
}

# The most memory that one process of the job has held so far, in KiB, into "peak".
rd_measure() {
  rd_todo=$1
  while [ -n "$rd_todo" ]; do
    rd_next=
    for rd_id in $rd_todo; do
      while read -r rd_word rd_kib _; do
        if [ "$rd_word" = VmHWM: ]; then
          if [ "$rd_kib" -gt "$rd_peak" ]; then rd_peak=$rd_kib; printf '%s\n' "$rd_peak" >peak; fi
          break
        fi
      done 2>/dev/null <"/proc/$rd_id/status"
      rd_children=
      { IFS= read -r rd_children <"/proc/$rd_id/task/$rd_id/children"; } 2>/dev/null
      rd_next="$rd_next $rd_children"
    done
    rd_todo=${rd_next# }
    case $rd_todo in *[0-9]*) ;; *) rd_todo= ;; esac
  done
}

# How many processes the system has killed for lack of memory; nothing where it does not tell.
rd_oom() { sed -n 's/^oom_kill //p' /proc/vmstat 2>/dev/null; }

rd_note_end() {
  rd_cause=exited
  if [ -s cause ]; then
    read -r rd_cause <cause
  elif [ "$rd_code" -eq 137 ] && [ -n "$rd_oom_before" ] && [ "$(rd_oom)" != "$rd_oom_before" ]; then
    rd_cause=memory
  fi
  {
    printf 'cause %s\nstatus %s\nbegan %s\nended %s\n' "$rd_cause" "$rd_code" "$rd_begun" "$(date +%s)"
    if [ -s peak ]; then printf 'peak %s\n' "$(cat peak)"; fi
    for rd_name in out err; do
      if [ -e "$rd_name.lost" ]; then printf 'lost %s\n' "$rd_name"; fi
    done
    cat left
  } >end.part && mv -f end.part end
}
