# Digests of what has landed, computed while the rest still comes: otherwise every host would begin with the last byte. What they
# are worth is decided by the audit: a file that is now as it was when it was read, ctime and all, and had not changed for a second
# before that, holds what was read (see "What a host verified before"). All else is read again.

# Begins to read behind a stream that is unpacked in folder $1; TOOL is $2.
rd_ahead_start() {
  rd_ahead=
  if [ "$2" = none ]; then return; fi
  # It ends with whoever unpacks, even one that was killed.
  IFS=' ' read -r rd_me _ 2>/dev/null </proc/self/stat || rd_me=$$
  (cd "$1" && rd_ahead_read "$2") </dev/null >/dev/null 2>&1 &
  rd_ahead=$!
}

# The stream has landed: waits for what is being read.
rd_ahead_stop() {
  if [ -n "$rd_ahead" ]; then
    kill "$rd_ahead" 2>/dev/null
    wait "$rd_ahead"
  fi
}

rd_ahead_read() {
  case $(find . -maxdepth 0 -printf '%F') in ext[234] | xfs | btrfs | f2fs | zfs | bcachefs | tmpfs | overlay) ;; *) return ;; esac
  : >"$rd_tmp/ahead.was"
  : >"$rd_tmp/ahead.done"
  rd_over=
  trap 'kill "$!"; rd_over=yes' TERM
  # A TERM that comes while something is read takes effect behind it: nothing is waited for then.
  while [ -z "$rd_over" ]; do
    sleep 1 &
    wait "$!"
    if [ -n "$rd_over" ] || ! kill -0 "$rd_me"; then return; fi
    find . -type f -printf '%s %T@ %C@ %i %D %p\0' | sed -z '/\n/d' | tr '\000' '\n' | sort >"$rd_tmp/ahead.now"
    comm -12 "$rd_tmp/ahead.was" "$rd_tmp/ahead.now" | comm -23 - "$rd_tmp/ahead.done" >"$rd_tmp/ahead.new"
    cut -d ' ' -f 6- "$rd_tmp/ahead.new" | tr '\n' '\000' >"$rd_tmp/ahead.f"
    rd_digests "$rd_tmp/ahead.f" "$1" >"$rd_tmp/ahead.h"
    rd_lines "$rd_tmp/ahead.h"
    rd_read=$rd_count
    rd_lines "$rd_tmp/ahead.new"
    if [ "$rd_read" = "$rd_count" ]; then paste -d ' ' "$rd_tmp/ahead.h" "$rd_tmp/ahead.new" >>"$rd_tmp/ahead"; fi
    sort "$rd_tmp/ahead.done" "$rd_tmp/ahead.new" >"$rd_tmp/ahead.all"
    mv "$rd_tmp/ahead.all" "$rd_tmp/ahead.done"
    mv "$rd_tmp/ahead.now" "$rd_tmp/ahead.was"
  done
}

# Takes the files that were read ahead, and are as they were then, out of the list of those to be read: rd_early is how many. $1 is
# the state of those to be read, each entry ended by NUL.
rd_ahead_use() {
  rd_early=0
  if [ ! -s "$rd_tmp/ahead" ]; then return; fi
  sed -z '/^f /!d; /\n/d' "$1" | tr '\000' '\n' >"$rd_tmp/tame" && sed -z '/^f /!d; /\n/!d' "$1" >"$rd_tmp/wild" || return
  : >"$rd_tmp/early"
  : >"$rd_tmp/late"
  awk -v early="$rd_tmp/early" -v late="$rd_tmp/late" -v digests="$rd_tmp/hk" '
    FNR == NR { digest[substr($0, length($1) + 2)] = $1; next }
    { key = substr($0, length($1) + length($2) + 3) }
    key in digest { print >early; print digest[key] >digests; next }
    { print >late }' "$rd_tmp/ahead" "$rd_tmp/tame" || return
  { tr '\n' '\000' <"$rd_tmp/late" && cat "$rd_tmp/wild"; } >"$rd_tmp/read"
  cut -z -d ' ' -f 8- "$rd_tmp/read" >"$rd_tmp/f"
  tr '\n' '\000' <"$rd_tmp/early" | cut -z -d ' ' -f 8- >"$rd_tmp/fk"
  { cat "$rd_tmp/read" && tr '\n' '\000' <"$rd_tmp/early" && if [ "$rd_aside" -gt 0 ]; then cat "$rd_tmp/aside"; fi; } \
    | cut -z -d ' ' -f 2-4 | tr '\000' '\n' >"$rd_tmp/fs"
  rd_names_of "$rd_tmp/fk" "$rd_tmp/fkn"
  rd_early=$rd_count
}
