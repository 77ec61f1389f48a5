# terminal JOBFOLDER WORK SESSION NAME=VALUE...: makes ready what a person watches a job with. Says "open PATH", a script for a terminal:
# it opens a private session of tmux, or of screen, in which one part shows what the job writes and another is a shell in WORK with these
# variables. The session lasts until the job's folder goes, whoever looks at it; it is no part of the job and does not carry its mark.
rd_verb_terminal() {
  rd_job_at "$1"
  rd_path "$2"
  rd_work=$rd_at
  rd_session=$3
  shift 3
  if rd_has tmux; then
    rd_with=tmux
  elif rd_has screen; then
    rd_with=screen
  else
    rd_node
    rd_fault noterminal "neither tmux nor screen is on $rd_at"
    rd_finish 1
  fi
  rd_place=$rd_dir/terminal
  # Each by a rename: a session that is open reads the ones that are there.
  rd_out=$( (umask 077 && mkdir -p "$rd_place/screen" && rd_terminal_write vars "$@" \
    && for rd_file in open output shell screenrc; do rd_terminal_write "$rd_file" || exit; done) 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  printf 'open %s\n' "$rd_place/open"
  rd_finish 0
}

rd_terminal_write() { "rd_terminal_$1" "$@" >"$rd_place/$1.part" && mv -f "$rd_place/$1.part" "$rd_place/$1"; }

# NAME VALUE: a line that sets a variable, for any shell of the POSIX kind.
rd_terminal_set() { printf "%s='%s'\n" "$1" "$(printf '%s' "$2" | sed "s/'/'\\\\''/g")"; }

rd_terminal_vars() {
  shift
  rd_terminal_set rd_job "$rd_dir"
  rd_terminal_set rd_work "$rd_work"
  rd_terminal_set rd_with "$rd_with"
  rd_terminal_set rd_session "$rd_session"
  for rd_arg do
    printf 'export %s\n' "${rd_arg%%=*}"
    rd_terminal_set "${rd_arg%%=*}" "${rd_arg#*=}"
  done
}

rd_terminal_open() {
  cat <<'RD_OPEN'
cd "${0%/*}" || exit 1
. ./vars
# Of a session of the person's own, which this one is not to be taken for a part of.
unset TMUX TMUX_PANE STY WINDOW REMOTEDEPLOY_MARK
if [ "$rd_with" = tmux ]; then
  # The way to the socket is short, however long the way to this folder is.
  tmux -S ./socket has-session 2>/dev/null \
    || tmux -S ./socket new-session -d -s "$rd_session" 'exec sh ./output' \; split-window -v 'exec sh ./shell' || exit 1
  exec tmux -S ./socket attach-session
fi
SCREENDIR=$PWD/screen
if [ "${#SCREENDIR}" -gt 70 ]; then
  if [ ! -s short ]; then mktemp -d >short || exit 1; fi
  IFS= read -r SCREENDIR <short
fi
export SCREENDIR
if ! screen -ls | grep -q "[0-9]\.$rd_session"; then
  screen -c ./screenrc -S "$rd_session" -d -m || exit 1
  rd_rounds=0
  until screen -ls | grep -q "[0-9]\.$rd_session" || [ "$rd_rounds" -ge 50 ]; do
    rd_rounds=$((rd_rounds + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
fi
exec screen -p 0 -x "$rd_session"
RD_OPEN
}

rd_terminal_screenrc() {
  cat <<'RD_RC'
startup_message off
vbell off
hardstatus alwayslastline "%w"
deflogin off
screen -t shell 1 sh ./shell
screen -t output 0 sh ./output
RD_RC
}

# What a job writes is shown without what a terminal obeys.
rd_terminal_output() {
  cat <<'RD_OUTPUT'
rd_here=$PWD
. ./vars
cd "$rd_job" || exit 1
if [ "$rd_with" = tmux ]; then rd_keys='Ctrl+B and then D'; else rd_keys='Ctrl+A and then D'; fi
printf -- '-- what %s writes; %s leaves, and the job goes on --\n' "${rd_job##*/}" "$rd_keys"
rd_told=
# FILE OFFSET-VARIABLE: shows what is new.
rd_more() {
  eval "rd_from=\${$2-}"
  rd_size=$(($(wc -c <"$1")))
  # Of what is there already, the end.
  if [ -z "$rd_from" ]; then rd_from=0; case $1 in *.0) if [ "$rd_size" -gt 65536 ]; then rd_from=$((rd_size - 65536)); fi ;; esac; fi
  if [ "$rd_size" -gt "$rd_from" ]; then tail -c "+$((rd_from + 1))" "$1" | head -c "$((rd_size - rd_from))" | tr -d '\000-\010\013-\037\177'; fi
  eval "$2=\$rd_size"
}
while [ -d "$rd_job" ]; do
  for rd_file in out.[0-9]* err.[0-9]*; do
    case ${rd_file#*.} in *[!0-9]*) continue ;; esac
    if [ -f "$rd_file" ]; then rd_more "$rd_file" "rd_at_${rd_file%%.*}_${rd_file#*.}" 2>/dev/null; fi
  done
  if [ -z "$rd_told" ] && [ -f end ]; then
    rd_told=yes
    printf -- '\n-- it has ended: %s --\n' "$(tr '\n' ' ' <end | tr -d '\000-\037\177')"
  fi
  sleep 0.5 2>/dev/null || sleep 1
done
# The job was collected: the session ends, and with it the shell. Its process is the parent of this one.
case ${SCREENDIR:-} in '' | "$rd_here"/*) ;; *) if [ "$rd_with" = screen ]; then rm -rf "$SCREENDIR"; fi ;; esac
kill -TERM "$PPID"
RD_OUTPUT
}

rd_terminal_shell() {
  cat <<'RD_SHELL'
. ./vars
cd "$rd_work" 2>/dev/null || cd "$rd_job" || exit 1
printf -- '-- a shell in %s --\n' "$rd_work"
exec "${SHELL:-/bin/sh}"
RD_SHELL
}
