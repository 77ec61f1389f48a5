# putlease TARGET STAGE BASE RUN WHO, held by "serve": takes the lock of a folder that a put copies to, and makes the folders of the put;
# STAGE is inside TARGET, so that moving from it is a rename. The lock is not: TARGET is the user's, and may be anybody's. Both go when
# the session ends, or a minute after its last sign of life; what a session that was killed has left, the next one on the host removes.
rd_put_end() {
  if [ -n "$rd_made" ]; then rd_remove "$rd_stage"; fi
  rd_target "$rd_lock"
  if [ "$rd_at" = "$rd_lock_info" ]; then set -- "$rd_lock"; else set --; fi
  rm -f "$@" "$rd_beat"
  # A lock that is there now may be another run's.
  rd_target "$rd_lock"
  if [ "$rd_at" != "$rd_lock_info" ]; then set --; fi
  rd_tell_left "$@" "$rd_beat"
  if [ -n "$rd_made" ]; then rd_tell_left "$rd_stage"; rd_tell_gone "$rd_target"; fi
  # What names the stage to the next put stays with it.
  if [ -d "$rd_stage" ]; then rd_tmp=; fi
}

# Locks of puts that died, to whatever folder.
rd_put_sweep() {
  rd_ours=$rd_lock
  for rd_lock in "$rd_home"/*.lock; do
    rd_target "$rd_lock"
    rd_other=$rd_at
    if [ -n "$rd_other" ] && rd_lock_stale "$rd_other"; then rd_lock_break "$rd_other"; fi
  done
  rd_lock=$rd_ours
  find "$rd_home" -name '.beat-*' -mmin +1 -exec rm -f {} +
}

rd_verb_putlease() {
  rd_path "$1"
  rd_target=$rd_at
  rd_stage=$rd_target/$2
  rd_path "$3"
  rd_run=$4
  rd_who=$5
  if [ -e "$rd_target" ] && [ ! -d "$rd_target" ]; then rd_fault notfolder "$rd_target"; rd_finish 1; fi
  rd_base_make "$rd_at"
  # By user: where several share a base, none can write to what another one made.
  rd_home=$rd_base/.put-$(id -u)
  rd_out=$( (umask 077 && mkdir -p "$rd_home") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_out=$(mkdir -p "$rd_target" 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  # By its number, whatever name it was called by.
  rd_out=$(ls -di "$rd_target/." 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  IFS=' ' read -r rd_word _ <<EOF
$rd_out
EOF
  rd_lock_take "$rd_home/$rd_word.lock" || rd_finish 1
  rd_lease_ours || { rm -f "$rd_lock" "$rd_beat"; rd_finish 1; }
  rd_made=
  rd_undo=rd_put_end
  rd_put_sweep
  rd_out=$( (umask 077 && mkdir "$rd_stage") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_made=yes
  rd_out=$(chmod g-s "$rd_stage" 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_temp_sweep
  rd_temp
  printf '%s\n' "$rd_stage" >"$rd_tmp/stage"
  rd_watch_start rd_unheard "$rd_beat"
  trap rd_lease_struck HUP INT TERM PIPE
  rd_answer 0
}

# place TARGET STAGE: moves everything verified in STAGE to its place. A folder that is not there yet arrives whole with one
# rename; in a folder that is there, each file is replaced by one rename.
rd_verb_place() {
  rd_path "$1"
  rd_target=$rd_at
  rd_stage=$rd_target/$2
  if [ -n "${rd_lock:-}" ]; then rd_lock_ours || rd_finish 1; fi
  rd_temp
  cd "$rd_stage" || { rd_fault missing "$rd_stage"; rd_finish 1; }
  rd_tick_start
  # Where the lists do not fit, they are short or empty, and moving all that they name would pass for success. So does nothing that
  # is left behind once all was moved.
  rd_out=$( { find . -type d -print0 >"$rd_tmp/d" && find . ! -type d -print0 >"$rd_tmp/f"; } 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  if ! rd_place_fits; then
    rd_out=$(head -n 3 "$rd_tmp/err")
    case $rd_out in
      *' is a folder'* | *' is not a folder'* | *' is a link: it may lead anywhere'*) rd_fault inway "$(printf '%s\n' "$rd_out" | grep -v '^xargs: ')" ;;
      *) rd_fault write "$rd_out" ;;
    esac
    rd_finish 1
  fi
  if rd_place_all && [ ! -s "$rd_tmp/err" ]; then
    if [ -z "$(find . ! -type d | head -n 1)" ]; then rd_finish 0; fi
    rd_fault write "not all of $rd_stage could be moved to its place"
    rd_finish 1
  fi
  rd_fault write "$(grep -v '^xargs: ' "$rd_tmp/err" | head -n 3)"
  rd_finish 1
}

# Before anything is moved: no folder where a file goes, no file and no link where a folder goes. The target itself may be a link:
# it was named by whoever asked for it.
# Names are arguments of the inner shells, never part of their text.
# shellcheck disable=SC2016
rd_place_fits() {
  xargs -0 sh -c '
    for d do
      if { [ -e "$0/$d" ] || [ -h "$0/$d" ]; } && [ ! -d "$0/$d" ]; then echo "$0/$d is not a folder" >&2; exit 255; fi
      if [ -h "$0/$d" ]; then echo "$0/$d is a link: it may lead anywhere" >&2; exit 255; fi
    done' "$rd_target" <"$rd_tmp/d" 2>"$rd_tmp/err" \
    && xargs -0 sh -c '
    for f do
      if [ -d "$0/$f" ] && [ ! -h "$0/$f" ]; then echo "$0/$f is a folder" >&2; exit 255; fi
    done' "$rd_target" <"$rd_tmp/f" 2>"$rd_tmp/err"
}

# A folder that its owner may not write cannot be moved or emptied: it may, for that moment.
# shellcheck disable=SC2016
rd_place_all() {
  xargs -0 sh -c '
    for d do
      if [ ! -d "$d" ]; then continue; fi
      m=
      if [ ! -w "$d" ]; then
        m=$(stat -c %a "$d" 2>/dev/null || stat -f %Mp%Lp "$d")
        chmod u+w "$d" || exit 255
      fi
      if [ -d "$0/$d" ]; then
        find "$d/." ! -name . -prune ! -type d -exec sh -c '\''exec mv -f "$@" "$0/"'\'' "$0/$d" {} + || exit 255
      else
        mv -f "$d" "$0/$d" && { [ -z "$m" ] || chmod "$m" "$0/$d"; } || exit 255
      fi
    done' "$rd_target" <"$rd_tmp/d" 2>"$rd_tmp/err"
}
