# Starts "$@" as leader of a process group of its own, in the user's locale and mask; rd_pid is its id. Its input is descriptor 4: dash
# gives what goes on beside it an empty one before it looks at "<&0".
rd_start() {
  umask "$rd_user_mask"
  if [ -n "$rd_user_locale" ]; then LC_ALL=$rd_user_locale; else unset LC_ALL; fi
  if command -v setsid >/dev/null 2>&1; then
    setsid "$@" <&4 3<&- 4<&- &
    rd_pid=$!
  else
    set -m
    "$@" <&4 3<&- 4<&- &
    rd_pid=$!
    set +m
  fi
  LC_ALL=C
  export LC_ALL
}

# Ends a process group: first asked, then forced after some seconds, 2 unless told. No "--" before the group: dash and busybox take it
# for a number.
rd_end_group() {
  rd_waited=0
  # Whoever is to lead it may not have come so far yet.
  while ! kill -TERM "-$1" 2>/dev/null; do
    if ! kill -0 "$1" 2>/dev/null; then return 0; fi
    if [ "$rd_waited" -ge 100 ]; then kill -KILL "$1" 2>/dev/null; return 0; fi
    rd_wait
  done
  rd_waited=0
  while kill -0 "-$1" 2>/dev/null; do
    if [ "$rd_waited" -ge $((${2:-2} * 10)) ]; then kill -KILL "-$1" 2>/dev/null; return 0; fi
    rd_wait
  done
}

# A tenth of a second, or a second where sleep knows no less; rd_waited counts tenths.
rd_wait() {
  if sleep 0.1 2>/dev/null; then
    rd_waited=$((rd_waited + 1))
  else
    sleep 1
    rd_waited=$((rd_waited + 10))
  fi
}

# Ends the group when the controller says stop or is gone: standard input (kept as 3) ends with it.
rd_watch() {
  (
    while IFS= read -r rd_line; do
      if [ "$rd_line" = stop ]; then break; fi
    done <&3
    # From now on this has to be done, also when the leader ends before the others.
    trap '' TERM
    rd_end_group "$1"
  ) >/dev/null 2>&1 &
  rd_watcher=$!
}

rd_unwatch() {
  kill "$rd_watcher" 2>/dev/null
  wait "$rd_watcher" 2>/dev/null
}

# exec CWD ARGV...: one command; its output is passed on as it comes.
rd_verb_exec() {
  rd_path "$1"
  cd "$rd_at" || { rd_fault missing "$1"; rd_finish 1; }
  shift
  exec 3<&0
  rd_start "$@" 4</dev/null
  rd_watch "$rd_pid"
  wait "$rd_pid"
  rd_code=$?
  rd_unwatch
  rd_finish "$rd_code"
}

# hook FOLDER ARGV...: one command in a folder, with the words it said when it failed.
rd_verb_hook() {
  rd_temp
  rd_path "$1"
  cd "$rd_at" || { rd_fault missing "$1"; rd_finish 1; }
  shift
  exec 3<&0
  rd_start "$@" 4</dev/null >"$rd_tmp/out" 2>&1
  rd_watch "$rd_pid"
  rd_tick_start
  wait "$rd_pid"
  rd_code=$?
  rd_tick_stop
  rd_unwatch
  if [ "$rd_code" -ne 0 ]; then rd_fault hook "exit status $rd_code: $(tail -n 5 "$rd_tmp/out")"; fi
  rd_finish "$rd_code"
}
