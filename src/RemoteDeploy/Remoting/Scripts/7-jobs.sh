# A job is a command that outlives the session that started it, below APPFOLDER/jobs/RUN/JOB:
#   work        the folder it runs in, moved here from work/RUN so that it does not go with the lock
#   spec        what it is, one line that the controller wrote
#   by          whose start made the folder, "pid start time"
#   request     what the supervisor was told, as any request; what follows it is the job's standard input
#   state       "pid|start time|boot|mark" of the supervisor
#   out.N err.N what it wrote, from byte N on: the first part, then the last ones
#   stop        it shall end
#   end         how it ended, there at once and whole
#   collected   nobody needs the folder any more

# The folder of a job: rd_dir.
rd_job_at() {
  rd_path "$1"
  rd_dir=$rd_at
  if [ ! -d "$rd_dir" ]; then rd_fault nojob "$rd_dir"; rd_finish 1; fi
}

# Who supervises it: rd_j_pid and the rest. False when nobody ever did.
rd_job_state() {
  rd_j_pid=
  rd_j_start=
  rd_j_boot=
  rd_j_mark=
  [ -f "$1/state" ] && IFS='|' read -r rd_j_pid rd_j_start rd_j_boot rd_j_mark 2>/dev/null <"$1/state"
}

# True while its supervisor lives. A pid that was used again and another boot are seen through.
rd_job_lives() {
  rd_job_state "$1" || return 1
  rd_boot
  [ "$rd_j_boot" = "$rd_at" ] && kill -0 "$rd_j_pid" 2>/dev/null || return 1
  [ ! -d /proc/self ] || [ "$(rd_started "$rd_j_pid")" = "$rd_j_start" ]
}

# TEXT FILE...: names of the files that hold a text. The grep of busybox sees of a line only what stands before the first NUL.
rd_grep_all() {
  rd_word=$1
  shift
  if printf 'a\0b' | grep -qF b; then
    grep -lF "$rd_word" "$@"
  else
    for rd_file do
      if tr '\0' '\n' <"$rd_file" | grep -qF "$rd_word"; then printf '%s\n' "$rd_file"; fi
    done
  fi
}

# Processes that carry the mark of a job in their environment, wherever they went to; nothing where the system does not tell.
rd_job_marked() {
  [ -n "$1" ] || return 0
  rd_grep_all "REMOTEDEPLOY_MARK=$1" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ rd_id _; do
    if [ -n "$(rd_started "$rd_id")" ]; then printf '%s\n' "$rd_id"; fi
  done
}

# Ends everything that carries the mark, and tells "left PID COMMAND" of each.
rd_job_clear() {
  rd_rounds=0
  while [ "$rd_rounds" -lt 20 ]; do
    rd_left=$(rd_job_marked "$1")
    [ -n "$rd_left" ] || return 0
    for rd_id in $rd_left; do
      rd_words=$(tr '\0\n\r' '   ' 2>/dev/null <"/proc/$rd_id/cmdline" | cut -c 1-200)
      if kill -KILL "$rd_id" 2>/dev/null; then printf 'left %s %s\n' "$rd_id" "$rd_words"; fi
    done
    sleep 0.1 2>/dev/null || sleep 1
    rd_rounds=$((rd_rounds + 1))
  done
}

# Ends the keepers of a supervisor that was killed before its command wrote: they wait for somebody to open the other end.
rd_job_release() {
  for rd_file in "$1/out" "$1/err"; do
    if [ -p "$rd_file" ]; then (: <>"$rd_file") 2>/dev/null; fi
  done
}

# Removes a job, and the folders that held it when nothing else is there. Where it stays: rd_stays says why.
rd_job_remove() {
  rd_job_release "$1"
  rd_stays=$(rd_remove "$1" 2>&1) || rd_stays=${rd_stays:-it cannot be removed}
  rd_parent "$1"
  rmdir "$rd_at" 2>/dev/null && rd_parent "$rd_at" && rmdir "$rd_at" 2>/dev/null
  return 0
}

# Of ended jobs, those that were collected go, and those that nobody has asked for in a week.
rd_job_sweep() {
  for rd_old in "$1"/jobs/*/*; do
    if [ ! -d "$rd_old" ] || rd_job_lives "$rd_old"; then continue; fi
    if [ -e "$rd_old/collected" ] || [ -n "$(find "$rd_old" -maxdepth 0 -mtime +7 2>/dev/null)" ]; then rd_job_remove "$rd_old"; fi
  done
}

# start APPFOLDER RUN JOB WORK SPEC: starts a job in the folder WORK, under a supervisor. The request for the supervisor follows on
# standard input. A job that is there already is not started again: "exists".
rd_verb_start() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_dir=$rd_home/jobs/$2/$3
  rd_path "$4"
  rd_work=$rd_at
  if [ -d "$rd_dir" ] && rd_start_came; then
    printf 'exists\n'
    rd_start_tells
  fi
  rd_lock_ours || rd_finish 1
  if [ -d "$rd_dir" ]; then rd_job_remove "$rd_dir"; fi
  rd_by="$$ $(rd_started $$)"
  if [ ! -d "$rd_work" ]; then rd_fault missing "$rd_work"; rd_finish 1; fi
  # Twice: the last job of a run may take the empty folder away in between.
  for rd_try in 1 2; do
    if rd_out=$( (umask 077 && mkdir -p "$rd_home/jobs/$rd_run" && mkdir "$rd_dir" && chmod g-s "$rd_dir" && printf '%s\n' "$rd_by" >"$rd_dir/by") 2>&1); then break; fi
    if [ "$rd_try" = 2 ]; then rd_fault write "$rd_out"; rd_finish 1; fi
  done
  rd_out=$( (umask 077 && cat >"$rd_dir/request" && printf '%s\n' "$5" >"$rd_dir/spec" && mkfifo "$rd_dir/out" "$rd_dir/err") 2>&1) || rd_start_fails write
  case $rd_work in
    "$rd_home/work/"*) rd_out=$(mv "$rd_work" "$rd_dir/work" 2>&1) || rd_start_fails write ;;
  esac
  rd_script=$0
  if [ -n "${rd_self_text:-}" ]; then
    rd_script=$rd_dir/.sh
    rd_out=$(printf '%s\n' "$rd_self_text" 2>&1 >"$rd_script") || rd_start_fails write
  fi
  rd_start_ours || rd_start_fails supervisor
  rd_start sh "$rd_script" 4<"$rd_dir/request" >/dev/null 2>"$rd_dir/supervisor.log"
  rd_rounds=0
  while [ ! -f "$rd_dir/state" ]; do
    if [ "$rd_rounds" -ge 200 ] || ! kill -0 "$rd_pid" 2>/dev/null; then
      rd_out=$(head -n 3 "$rd_dir/supervisor.log")
      rd_start_fails supervisor
    fi
    sleep 0.05 2>/dev/null || sleep 1
    rd_rounds=$((rd_rounds + 1))
  done
  printf 'started\n'
  rd_start_tells
}

# True while the session lives whose start made the folder of a job.
rd_start_lives() {
  IFS=' ' read -r rd_s_pid rd_s_start <"$1/by" && kill -0 "$rd_s_pid" || return 1
  [ ! -d /proc/self ] || [ "$(rd_started "$rd_s_pid")" = "$rd_s_start" ]
} 2>/dev/null

# False when the folder was made by a start that broke off before there was a supervisor: nothing of the job has run. One that is under
# way gets a few seconds, what is left of a session that is gone gets one.
rd_start_came() {
  rd_rounds=0
  while [ -d "$rd_dir" ] && [ "$rd_rounds" -lt 100 ]; do
    if [ -f "$rd_dir/state" ] || [ -f "$rd_dir/end" ]; then return 0; fi
    if [ "$rd_rounds" -eq 20 ]; then
      rd_start_lives "$rd_dir" || return 1
      rd_tick_start
    fi
    sleep 0.05 2>/dev/null || sleep 1
    rd_rounds=$((rd_rounds + 1))
  done
  return 1
}

# A start that stood still may wake up when another one has taken its place.
rd_start_ours() {
  rd_word=$rd_by
  if [ -f "$rd_dir/by" ]; then IFS= read -r rd_word <"$rd_dir/by" || :; fi
  [ "$rd_word" = "$rd_by" ]
} 2>/dev/null

rd_start_tells() {
  if [ -d "$rd_dir/work" ]; then rd_work=$rd_dir/work; fi
  printf 'folder %s\nwork %s\n' "$rd_dir" "$rd_work"
  rd_finish 0
}

rd_start_fails() {
  if rd_start_ours; then rd_job_remove "$rd_dir"; fi
  rd_fault "$1" "$rd_out"
  rd_finish 1
}

# jobs BASE: every job below a base, "job APP RUN JOB STATE" and its spec.
rd_verb_jobs() {
  rd_path "$1"
  for rd_dir in "$rd_at"/*/jobs/*/*; do
    [ -d "$rd_dir" ] || continue
    rd_state=ended
    if [ ! -f "$rd_dir/end" ]; then
      rd_state=running
      rd_job_lives "$rd_dir" || rd_state=lost
    fi
    rd_parent "$rd_dir"
    rd_run=${rd_at##*/}
    rd_parent "$rd_at"
    rd_parent "$rd_at"
    rd_line=
    if [ -f "$rd_dir/spec" ]; then IFS= read -r rd_line <"$rd_dir/spec" || :; fi
    printf 'job %s %s %s %s\nspec %s\n' "${rd_at##*/}" "$rd_run" "${rd_dir##*/}" "$rd_state" "$rd_line"
    if [ -f "$rd_dir/end" ]; then sed 's/^/end /' "$rd_dir/end"; fi
  done
  rd_finish 0
}

# stop JOBFOLDER [TENTHS]: asks the supervisor to end the job. Where there is none any more, what is left of the job is ended at once.
# Waits up to TENTHS of a second for the end, and says "lives" where it has not come.
rd_verb_stop() {
  rd_job_at "$1"
  rd_out=$(rd_touch "$rd_dir/stop" 2>&1) || { rd_fault write "$rd_dir/stop"; rd_finish 1; }
  rd_job_lives "$rd_dir" || rd_job_clear "$rd_j_mark"
  rd_waited=0
  while [ "$rd_waited" -lt "${2:-0}" ] && rd_job_lives "$rd_dir"; do rd_wait; done
  if [ -n "${2:-}" ] && rd_job_lives "$rd_dir"; then echo lives; fi
  rd_finish 0
}

# collected JOBFOLDER: its results are where they belong. The folder goes, at the latest when the job has ended. "stays WORDS" when the
# host cannot remove it.
rd_verb_collected() {
  rd_path "$1"
  rd_dir=$rd_at
  if [ -d "$rd_dir" ]; then
    rd_touch "$rd_dir/collected"
    rd_tick_start
    if ! rd_job_lives "$rd_dir"; then
      rd_job_remove "$rd_dir"
      rd_tick_stop
      if [ -d "$rd_dir" ]; then printf 'stays %s\n' "$(printf '%s\n' "$rd_stays" | head -n 1)"; fi
    fi
  fi
  rd_finish 0
}
