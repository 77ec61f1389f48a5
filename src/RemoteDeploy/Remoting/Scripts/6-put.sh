# putlease TARGET STAGE: makes the folders of a put; STAGE is inside TARGET, so that moving from it is a rename.
# It goes when standard input ends, or a minute after the last line "beat"; what a session that
# was killed has left, the next one on the host removes.
rd_put_end() { rd_remove "$rd_stage"; }

rd_verb_putlease() {
  rd_path "$1"
  rd_target=$rd_at
  rd_stage=$rd_target/$2
  if [ -e "$rd_target" ] && [ ! -d "$rd_target" ]; then rd_fault notfolder "$rd_target"; rd_finish 1; fi
  rd_out=$(mkdir -p "$rd_target" 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_out=$( (umask 077 && mkdir "$rd_stage" && chmod g-s "$rd_stage") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_undo=rd_put_end
  rd_temp_sweep
  rd_temp
  printf '%s\n' "$rd_stage" >"$rd_tmp/stage"
  rd_touch "$rd_tmp/beat"
  rd_watch_start rd_silent "$rd_tmp/beat"
  trap 'rd_finish 1' HUP INT TERM PIPE
  printf 'ready\n'
  while IFS= read -r rd_line; do
    case $rd_line in
      beat) rd_touch "$rd_tmp/beat" ;;
      bye) break ;;
    esac
  done
  rd_finish 0
}

# place TARGET STAGE: moves everything verified in STAGE to its place. A folder that is not there yet arrives whole with one
# rename; in a folder that is there, each file is replaced by one rename.
rd_verb_place() {
  rd_path "$1"
  rd_target=$rd_at
  rd_stage=$rd_target/$2
  rd_temp
  cd "$rd_stage" || { rd_fault missing "$rd_stage"; rd_finish 1; }
  rd_tick_start
  find . -type d -print0 >"$rd_tmp/d"
  find . ! -type d -print0 >"$rd_tmp/f"
  if rd_place_fits && rd_place_all && [ ! -s "$rd_tmp/err" ]; then rd_finish 0; fi
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
