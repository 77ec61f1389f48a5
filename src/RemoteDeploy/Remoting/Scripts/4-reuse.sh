# have BASE: where files with the digests that follow, one a line, lie in any kept release of any application. Answered with
# "source N FOLDER" and "file N LINE-OF-THE-MANIFEST", each digest once.
rd_verb_have() {
  rd_path "$1"
  rd_temp
  cat >"$rd_tmp/wanted"
  rd_tick_start
  set -- "$rd_tmp/wanted"
  rd_n=0
  : >"$rd_tmp/out"
  for rd_manifest in "$rd_at"/*/receipts/*.manifest; do
    rd_id=${rd_manifest##*/}
    rd_from=${rd_manifest%/receipts/*}/releases/${rd_id%.manifest}
    if [ -s "$rd_manifest" ] && [ -s "${rd_manifest%.manifest}.json" ] && [ -d "$rd_from" ]; then
      set -- "$@" "$rd_manifest"
      rd_n=$((rd_n + 1))
      printf 'source %s %s\n' "$rd_n" "$rd_from" >>"$rd_tmp/out"
    fi
  done
  if [ "$rd_n" -gt 0 ]; then
    awk 'FNR == 1 { n++ } n == 1 { wanted[$1] = 1; next } $1 == "f" && $5 in wanted { delete wanted[$5]; print "file " n - 1 " " $0 }' "$@" >>"$rd_tmp/out"
  fi
  rd_tick_stop
  cat "$rd_tmp/out"
  rd_finish 0
}

# prepare FOLDER RUN TOOL BYTES FROM...: makes the staging folder and fills it with what releases on this host have.
# Read then, BYTES long: "C N ./path" (copy from the Nth FROM), "R N ./source" with "D ./path" in the line after it (copy from
# there under another name), "M 644 ./path" (mode), "T 202601311459.07 ./path" (mtime, UTC). What follows is empty, or a compressed tar
# of empty files that have the times: where there are many, this is faster than a program for each.
# With a TOOL, not "none": what is copied under its own name from the first FROM is noted, so that the audit need not read it, when
# that release is as recorded before and after.
rd_verb_prepare() {
  rd_path "$1"
  rd_stage=$rd_at
  rd_run=$2
  rd_copied=${rd_stage%/*/*}/.copied-$2
  rd_tool=$3
  rd_temp
  if [ "$4" -gt 0 ]; then rd_take "$4" >"$rd_tmp/list"; else : >"$rd_tmp/list"; fi
  shift 4
  rd_tick_start
  rd_fresh "$rd_stage" "$rd_run"
  rd_n=0
  rd_trusted=
  for rd_from do
    rd_n=$((rd_n + 1))
    rd_path "$rd_from"
    rd_release=$rd_at
    if [ "$rd_n" -gt 1 ] || [ "$rd_tool" = none ] || ! rd_is_as_seen "${rd_release%/*/*}" "${rd_release##*/}" "$rd_tool"; then
      rd_copy_from "$rd_release"
    elif rd_copy_from "$rd_release" && rd_is_as_seen "${rd_release%/*/*}" "${rd_release##*/}" "$rd_tool"; then
      rd_trusted=yes
    fi
  done
  if [ "$rd_n" -gt 0 ]; then
    # Times first: a program that only its owner's mode keeps from opening a file cannot set them.
    rd_set_times
    rd_set_modes
  fi
  if [ -n "$rd_trusted" ]; then rd_note_copies; fi
  rd_finish 0
}

# Copies what the list names for source rd_n. What cannot be read there shows in the audit. False when not all was copied by a
# program that said so.
rd_copy_from() {
  sed -n "s/^C $rd_n \.\///p" "$rd_tmp/list" | tr '\n' '\000' >"$rd_tmp/copy"
  sed -n "/^R $rd_n /{s/^R $rd_n //;p;n;s/^D //;p;}" "$rd_tmp/list" | tr '\n' '\000' >"$rd_tmp/pairs"
  rd_whole=yes
  (cd "$1" && rd_copy_same) 2>/dev/null || rd_whole=
  if ! (cd "$1" && { [ -n "$rd_whole" ] || rd_tar_same; } && rd_copy_pairs) 2>"$rd_tmp/err"; then
    rd_fault tar "$(head -n 3 "$rd_tmp/err")"
    rd_finish 1
  fi
  [ -n "$rd_whole" ]
}

# GNU cp, which shares blocks where the file system can and else copies inside the kernel. The modes are the list's to set: cp would
# give folders theirs before they are full.
rd_copy_same() { rd_on "$rd_tmp/copy" cp -P --parents --reflink=auto --no-preserve=mode,ownership --preserve=timestamps -t "$rd_stage" --; }

# One tar for as many names as fit a command line: busybox may lack tar -T.
# shellcheck disable=SC2016 # names are arguments of the inner shells, never part of their text
rd_tar_same() {
  sed -n "s/^C $rd_n //p" "$rd_tmp/list" | tr '\n' '\000' >"$rd_tmp/copy"
  rd_on "$rd_tmp/copy" sh -c 'tar -cf - "$@" 2>/dev/null | (cd "$0" && exec tar -xpf -)' "$rd_stage"
}

# shellcheck disable=SC2016
rd_copy_pairs() {
  rd_on "$rd_tmp/pairs" -n 200 sh -c '
    while [ "$#" -gt 0 ]; do
      d=$0/$2
      [ -d "${d%/*}" ] || mkdir -p "${d%/*}" || exit 255
      if [ -f "$1" ] && [ ! -h "$1" ]; then cp -p --reflink=auto "$1" "$d" 2>/dev/null || cp -p "$1" "$d" || exit 255; fi
      shift 2
    done' "$rd_stage"
}

# The empty files lend their times to those of the same names; where that does not work, there is a program for each time.
rd_set_times() {
  mkdir "$rd_tmp/times"
  if (cd "$rd_tmp/times" && gzip -dc | tar -xf - && find . -type f -print0 | sed -z 's/^\.\///' >../timed && [ -s ../timed ] \
    && rd_on "$rd_tmp/timed" cp -P --parents --attributes-only --no-preserve=mode,ownership --preserve=timestamps -t "$rd_stage" --) 2>/dev/null; then
    return
  fi
  sed -n 's/^T \([0-9.]*\) .*/\1/p' "$rd_tmp/list" | sort -u | while read -r rd_time; do
    (cd "$rd_stage" && sed -n "s/^T $rd_time //p" "$rd_tmp/list" | tr '\n' '\000' | TZ=UTC0 xargs -0 touch -t "$rd_time")
  done
}

rd_set_modes() {
  awk -v at="$rd_tmp/M." '$1 == "M" { print substr($0, length($2) + 4) >(at $2) }' "$rd_tmp/list"
  for rd_mode in "$rd_tmp"/M.*; do
    if [ -e "$rd_mode" ]; then (cd "$rd_stage" && tr '\n' '\000' <"$rd_mode" | xargs -0 chmod "${rd_mode##*.}"); fi
  done
}

# What the copies from the first source are like now, sorted: only this run may enter the folder.
# shellcheck disable=SC2016
rd_note_copies() {
  sed -n 's/^C 1 //p' "$rd_tmp/list" | tr '\n' '\000' >"$rd_tmp/copy"
  (cd "$rd_stage" && rd_on "$rd_tmp/copy" sh -c 'exec find "$@" -maxdepth 0 -type f -printf "f %m %s %T@ %C@ %i %D %p\0"' _) 2>/dev/null | sort -z >"$rd_copied" 2>/dev/null
  # The run may have ended meanwhile: its lock goes before what lies beside it.
  rd_target "${rd_copied%/*}/lock"
  case $rd_at in "${rd_copied##*/.copied-}|"*) ;; *) rm -f "$rd_copied" ;; esac
}
