# lease APPFOLDER RUN WHO SCRIPT, held by "serve": takes the lock of an application and tells what is there. The lock is held until
# the session ends: when the controller or the connection dies, the lock and the staged files go at once; where nobody tells the
# host, a minute after the last sign of life, as long as others respect the lock.
rd_pid_namespace() { readlink /proc/self/ns/pid 2>/dev/null || echo none; }

# Start time of a process, so that a pid that was used again is not taken for the holder. Dead ones that wait to be
# collected (Z, X) have none.
rd_started() {
  IFS= read -r rd_stat_line 2>/dev/null <"/proc/$1/stat" || return 0
  # State and what follows are fields without blanks in them: they are meant to be split.
  # shellcheck disable=SC2086
  set -- ${rd_stat_line##*) }
  case $1 in Z | X) return 0 ;; esac
  shift 19
  printf '%s' "$1"
}

# True when the holder written in $1 is proven dead or has been silent for over a minute. Where machines share the folder
# (a home over NFS), a process on another one is known by its sign of life alone.
rd_lock_stale() {
  # The rest is for people.
  # shellcheck disable=SC2034
  IFS='|' read -r rd_l_run rd_l_pid rd_l_start rd_l_ns rd_l_boot rd_l_node rd_l_rest <<EOF
$1
EOF
  case $rd_l_pid in '' | *[!0-9]*) return 0 ;; esac
  rd_node
  if [ "$rd_l_node" = "$rd_at" ]; then
    rd_boot
    [ "$rd_l_boot" = "$rd_at" ] || return 0
    if [ "$rd_l_ns" = "$(rd_pid_namespace)" ] && [ "$rd_l_ns" != none ]; then
      [ "$(rd_started "$rd_l_pid")" = "$rd_l_start" ] || return 0
    fi
  fi
  rd_l_beat=$rd_home/.beat-$rd_l_run-$rd_l_pid
  rd_silent "$rd_l_beat" 2>/dev/null
}

# Removes a stale lock and its sign of life, one breaker at a time, and only when it still is the one that was found stale.
rd_lock_break() {
  if ! mkdir "$rd_home/.breaking" 2>/dev/null; then
    if [ -n "$(find "$rd_home/.breaking" -maxdepth 0 -mmin +1 2>/dev/null)" ]; then rmdir "$rd_home/.breaking" 2>/dev/null; fi
    return 1
  fi
  rd_target "$rd_lock"
  if [ "$rd_at" = "$1" ]; then
    rm -f "$rd_lock"
    case $rd_l_run$rd_l_pid in */*) ;; *) rm -f "$rd_home/.beat-$rd_l_run-$rd_l_pid" ;; esac
  fi
  rmdir "$rd_home/.breaking"
}

# Takes the lock at $1, in rd_home.
rd_lock_take() {
  rd_lock=$1
  rd_boot
  rd_lock_info="$rd_run|$$|$(rd_started $$)|$(rd_pid_namespace)|$rd_at"
  rd_node
  rd_lock_info="$rd_lock_info|$rd_at|$(date +%s)|$rd_who"
  rd_beat=$rd_home/.beat-$rd_run-$$
  # Twice: a holder that sweeps in this moment may take the file from under the shell. The second one has words, too.
  rd_touch "$rd_beat" || rd_out=$(touch "$rd_beat" 2>&1) || { rd_fault write "$rd_out"; return 1; }
  rd_tries=0
  while [ "$rd_tries" -lt 3 ]; do
    # A symbolic link is made whole or not at all, and never replaces one that is there.
    if rd_out=$(ln -s "$rd_lock_info" "$rd_lock" 2>&1); then
      # Once more: a holder that ended in this moment may have swept it away.
      rd_touch "$rd_beat"
      return 0
    fi
    rd_target "$rd_lock"
    rd_other=$rd_at
    if [ -n "$rd_other" ]; then
      rd_lock_stale "$rd_other" || break
      if rd_lock_break "$rd_other"; then printf 'broke %s\n' "$rd_other"; fi
    fi
    rd_tries=$((rd_tries + 1))
  done
  rm -f "$rd_beat"
  case $rd_other$rd_out in
    "$rd_run|"*) rd_node; rd_fault twice "$rd_home on $rd_at" ;;
    *exists | *'|'*) rd_fault locked "$rd_other|now=$(date +%s)" ;;
    *) rd_fault write "$rd_out" ;;
  esac
  return 1
}

# True when lock $1 is that of run $2.
rd_lock_of() {
  rd_target "$1"
  case $rd_at in "$2|"*) return 0 ;; esac
  return 1
}

rd_lock_ours() {
  if rd_lock_of "${rd_lock:-$rd_home/lock}" "$rd_run"; then return 0; fi
  rd_fault locklost "the lock of $rd_home is not ours any more"
  return 1
}

# Folders that were only just made below $rd_home, the innermost first, go again when the lock is not ours any more: the lease may have ended in
# that moment, and has taken away what it saw.
rd_made_in_time() {
  if rd_lock_ours; then return; fi
  rmdir "$@" 2>/dev/null
  rd_finish 1
}

# Something ends the session: with a word, which whoever asks next reads.
rd_lease_struck() {
  trap '' PIPE HUP INT TERM
  if rd_lock_ours; then rd_fault locklost "the process that held the lock of $rd_home was ended"; fi
  rd_finish 1
}

rd_lease_end() {
  # A relay that is under way finds out by itself only when its folder is still there.
  rd_relay_cut "$rd_home/work/$rd_run/relay"
  rd_lease_clear
  rd_target "$rd_home/lock"
  if [ "$rd_at" = "$rd_lock_info" ]; then set -- "$rd_home/lock"; else set --; fi
  # The lock first: an audit that is under way looks for it.
  rm -f "$@" "$rd_beat" "$rd_home/.seen-$rd_run" "$rd_home/.copied-$rd_run"
  # What a request of ours made in between; one that comes later finds no lock.
  if [ -e "$rd_home/staging/$rd_run" ] || [ -e "$rd_home/work/$rd_run" ]; then rd_lease_clear; fi
  # A lock that is there now may be another run's.
  rd_target "$rd_home/lock"
  if [ "$rd_at" != "$rd_lock_info" ]; then set --; fi
  rd_tell_left "$@" "$rd_beat" "$rd_home/staging/$rd_run" "$rd_home/work/$rd_run"
  rd_tell_gone "$rd_home"
}

rd_lease_clear() {
  for rd_old in "$rd_home/staging" "$rd_home/work"; do
    rd_remove "$rd_old/$rd_run"
    if [ -d "$rd_old" ]; then rmdir "$rd_old" 2>/dev/null; fi
  done
}

rd_swept() {
  if [ -z "$rd_ticker" ]; then rd_tick_start; fi
  if rd_remove "$1" 2>/dev/null; then printf 'swept %s\n' "${1##*/}"; else rd_tell_left "$1"; fi
}

# What earlier runs left when they died: we hold the lock, so nobody is using it.
rd_sweep() {
  for rd_old in "$rd_home"/staging/* "$rd_home"/work/* "$rd_home"/.next-*; do
    case $rd_old in
      *'/*' | *'.next-*') ;;
      *) rd_swept "$rd_old" ;;
    esac
  done
  for rd_old in "$rd_home"/.beat-* "$rd_home"/.seen-* "$rd_home"/.copied-*; do
    if [ "$rd_old" != "$rd_beat" ] && [ -e "$rd_old" ]; then rm -f "$rd_old"; fi
  done
  rd_temp_sweep
  rd_job_sweep "$rd_home"
  for rd_old in "$rd_home"/releases/*; do
    rd_id=${rd_old##*/}
    if [ -d "$rd_old" ] && [ ! -s "$rd_home/receipts/$rd_id.json" ] && ! rd_is_active "$rd_id"; then rd_swept "$rd_old"; fi
  done
  for rd_old in "$rd_home"/receipts/*; do
    rd_id=${rd_old##*/}
    rd_id=${rd_id%.*}
    if [ ! -d "$rd_home/releases/$rd_id" ]; then rm -f "$rd_old"; fi
  done
}

# True when a file is the script that is running now, and nobody else can put another one in its place.
rd_installed() { [ -n "${rd_self_text:-}" ] && [ -f "$1" ] && printf '%s\n' "$rd_self_text" | cmp -s - "$1" && rd_script_ours "$1"; }

# Where that cannot be told, the script comes along each time.
rd_script_ours() {
  rd_parent "$1"
  set -- "$1" "$rd_at"
  if [ -d /proc/self ]; then set -- "$@" /proc/self/; fi
  rd_list=$(unset TIME_STYLE; ls -ldn "$@" 2>/dev/null) || return 1
  case $# in 2) rd_uid=$(id -u) ;; *) rd_uid= ;; esac
  while IFS=' ' read -r rd_word _ rd_owner _; do
    : "${rd_uid:=$rd_owner}"
    if [ "$rd_owner" != "$rd_uid" ]; then return 1; fi
    case $rd_word in l* | ????????w*) return 1 ;; esac
  done <<EOF
$rd_list
EOF
}

# True when all folders that are worked in belong to whoever owns the lock that was made just now, and nobody else can put others in
# their place: who owns a folder can change what was verified in it. By the owner of the lock and not by our number: file systems of
# other machines may translate it. Of the base, which people may share, only that not anybody may rename what is in it.
rd_lease_ours() {
  set -- "$rd_lock" "$rd_home" "$rd_home/." "$rd_home/releases" "$rd_home/receipts" "$rd_home/staging" "$rd_home/work" "$rd_home/jobs" "$rd_base/."
  rd_list=$(unset TIME_STYLE; ls -ldn "$@" 2>/dev/null)
  rd_uid=
  while IFS=' ' read -r rd_word _ rd_owner _ _ _ _ _ rd_file; do
    case $rd_word:$rd_file in l*:"$rd_lock -> "*) rd_uid=$rd_owner ;; esac
  done <<EOF
$rd_list
EOF
  while IFS=' ' read -r rd_word _ rd_owner _ _ _ _ _ rd_file; do
    case $rd_word in
      d???????w[!tT]*) rd_fault foreign "$rd_file may be written by everybody"; return 1 ;;
      [dl]*) ;;
      *) continue ;;
    esac
    if [ "$rd_file" != "$rd_base/." ] && [ -n "$rd_uid" ] && [ "$rd_owner" != "$rd_uid" ]; then
      rd_fault foreign "$rd_file belongs to user number $rd_owner, and this is $rd_uid"
      return 1
    fi
  done <<EOF
$rd_list
EOF
}

# Keeps the script on the host, and says so: a full disk does not. No path: it is there.
rd_install() {
  if [ -z "${rd_self_text:-}" ] || [ -z "$1" ]; then return; fi
  rd_path "$1"
  rd_file=$rd_at
  if ! rd_installed "$rd_file"; then
    rd_part=$rd_file.$rd_nonce
    rd_parent "$rd_file"
    if ! { (umask 077 && mkdir -p "$rd_at" && printf '%s\n' "$rd_self_text" >"$rd_part") && mv -f "$rd_part" "$rd_file"; } 2>/dev/null; then
      rm -f "$rd_part" 2>/dev/null
      return
    fi
  fi
  printf 'installed\n'
}

rd_base_make() {
  rd_base=$1
  if [ -d "$rd_base" ]; then return; fi
  rd_mode=022
  case $rd_base in "$HOME"/*) rd_mode=077 ;; esac
  rd_out=$( (umask "$rd_mode" && mkdir -p "$rd_base") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
}

rd_verb_lease() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_who=$3
  rd_parent "$rd_home"
  rd_base_make "$rd_at"
  if [ ! -d "$rd_home/releases" ] || [ ! -d "$rd_home/receipts" ]; then
    rd_out=$(mkdir -p "$rd_home/releases" "$rd_home/receipts" 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  fi
  rd_lock_take "$rd_home/lock" || rd_finish 1
  # In folders of somebody else nothing is touched, not even to tidy up.
  rd_lease_ours || { rm -f "$rd_lock" "$rd_beat"; rd_finish 1; }
  rd_undo=rd_lease_end
  rd_install "$4"
  rd_sweep
  rd_tick_stop
  rd_watch_start rd_unheard "$rd_beat"
  trap rd_lease_struck HUP INT TERM PIPE
  rd_inspect
  rd_answer 0
}
