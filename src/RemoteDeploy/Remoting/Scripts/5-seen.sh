# What a host verified before need not be read again. Beside each receipt lies a record (receipts/ID.seen) of what the file system
# told of every entry when its bytes were read: of files mode, size, mtime, ctime, inode and device, times to the nanosecond; of
# folders and links all there is to know. A release that answers the same today holds the same bytes:
#  - Whatever writes to a file moves its ctime to the file system's clock, and no program can set it to a wanted value.
#  - That clock is coarse: 4 to 10 ms, on some file systems a second or two. A write in the same tick as the one before leaves the
#    ctime as it is. So the order is: list, wait until that clock was seen past every ctime of the list (rd_settle; after a copy
#    it mostly is), and only then read. A write after a file's reading began then has a later ctime than the record.
#    A write between the list and the reading is read, and its digest is compared.
#  - Where the clock does not get there soon, there is no record, and the next deploy reads everything again.
# What this cannot see: a disk that loses bits, writes past the file system, and a program that had mapped a file and written to it
# before it was listed: it may write to that page again unnoticed. So "verify" and the proof before tests always read.
# File systems of other machines keep other machines' time or none, and the tools that print nanoseconds are GNU's: elsewhere there
# is no record.

# Everything that is in the working folder, sorted, each entry ended by NUL. Nothing, or less, where it cannot be told: no record is
# equal to that.
rd_state() {
  find . -type f -printf 'f %m %s %T@ %C@ %i %D %p\0' -o -type d -printf 'd %m %p\0' -o -type l -printf 'l %s %p %l\0' -o -printf '%y %p\0' | sort -z
} 2>/dev/null

# The last line of a record: what release it is of, and the digest of the file that its manifest is kept in. $1 APPFOLDER, $2 ID,
# $3 TOOL. The manifest is small: it is always read.
rd_seen_end() {
  # TOOL is a program with options from our own probe: it has to be split.
  # shellcheck disable=SC2086
  rd_at=$($3 2>/dev/null <"$1/receipts/$2.manifest") || return 1
  printf 'remotedeploy-seen 1 %s %s\n' "$2" "${rd_at%% *}"
}

# True when release $2 of APPFOLDER $1 is, manifest and all, as it was when its bytes were read. A record that is not whole, or not
# of this release, is never equal.
rd_is_as_seen() {
  [ -s "$1/receipts/$2.seen" ] && (cd "$1/releases/$2" && rd_state && rd_seen_end "$1" "$2" "$3") 2>/dev/null | cmp -s - "$1/receipts/$2.seen"
}

# known APPFOLDER ID TOOL: says "known" when the release is as it was when its bytes were read.
rd_verb_known() {
  rd_path "$1"
  if rd_is_as_seen "$rd_at" "$2" "$3"; then echo known; fi
  rd_finish 0
}

# record APPFOLDER RUN ID DIGEST: the audit of a release in its place was compared and holds; DIGEST is of the text of its manifest.
rd_verb_record() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_lock_ours || rd_finish 1
  rd_keep_seen "$3" "$4"
  rd_finish 0
}

# What the last audit of this run listed becomes the record of release $1. Not having one is no fault.
rd_keep_seen() {
  rd_seen=$rd_home/.seen-$rd_run
  if [ ! -s "$rd_seen" ]; then return; fi
  printf 'remotedeploy-seen 1 %s %s\n' "$1" "$2" >>"$rd_seen" && mv -f "$rd_seen" "$rd_home/receipts/$1.seen"
} 2>/dev/null

# True once the clock of the file system is past every ctime in $rd_tmp/clock ("DEVICE CTIME" a line); rd_seen is the file that
# the clock is read from. All must be on its device. Never waits long: a clock that stands still for a second is not worth it.
rd_settle() {
  rd_tries=0
  while [ "$rd_tries" -lt 8 ]; do
    rd_touch "$rd_seen" && rd_seen_wanted && rd_mark=$(find "$rd_seen" -printf '%F %D %C@' 2>/dev/null) || return 1
    case $rd_mark in
      ext[234]' '* | xfs' '* | btrfs' '* | f2fs' '* | zfs' '* | bcachefs' '* | tmpfs' '* | overlay' '*) ;;
      *) return 1 ;;
    esac
    # Compared as text: these numbers are longer than what awk counts with.
    if awk -v mark="${rd_mark#* }" 'BEGIN { split(mark, m, " ") }
      $1 "" != m[1] "" { bad = 2; exit }
      length($2) != length(m[2]) || $2 "" >= m[2] "" { bad = 1; exit }
      END { exit bad }' "$rd_tmp/clock"; then
      return 0
    fi
    rd_tries=$((rd_tries + 1))
  done
  return 1
}

# Called by an audit between listing and reading. $1 is the folder, $2 the run, "" for an audit that nothing is to be recorded of.
# Files that "prepare" copied from a release that is as recorded, and that are as it left them, are put at the end of the lists
# and not read: rd_aside is how many.
rd_before_reading() {
  rd_aside=0
  rd_early=0
  rd_seen=
  if [ -z "$2" ]; then return; fi
  rd_seen=${1%/*/*}/.seen-$2
  rm -f "$rd_seen"
  if [ ! -s "$rd_tmp/state" ] || ! sort -z "$rd_tmp/state" >"$rd_tmp/seen" 2>/dev/null; then rd_seen=; return; fi
  if [ -s "${1%/*/*}/.copied-$2" ]; then rd_put_aside "${1%/*/*}/.copied-$2"; fi
  if [ "$rd_aside" -gt 0 ]; then rd_ahead_use "$rd_tmp/read"; else rd_ahead_use "$rd_tmp/seen"; fi
  if ! rd_settle; then
    rm -f "$rd_seen"
    rd_seen=
  fi
}

rd_put_aside() {
  comm -z -12 "$rd_tmp/seen" "$1" >"$rd_tmp/aside" && comm -z -23 "$rd_tmp/seen" "$1" | sed -z '/^f /!d' >"$rd_tmp/read" || return
  cut -z -d ' ' -f 8- "$rd_tmp/read" >"$rd_tmp/f"
  cut -z -d ' ' -f 8- "$rd_tmp/aside" >"$rd_tmp/fa"
  cat "$rd_tmp/read" "$rd_tmp/aside" | cut -z -d ' ' -f 2-4 | tr '\000' '\n' >"$rd_tmp/fs"
  rd_names_of "$rd_tmp/fa" "$rd_tmp/fan"
  rd_aside=$rd_count
}

# What the audit listed before it read: the record, once it was compared.
rd_after_reading() {
  if [ -z "$rd_seen" ]; then return; fi
  if cat "$rd_tmp/seen" >"$rd_seen" && rd_seen_wanted; then return; fi
  rm -f "$rd_seen"
} 2>/dev/null

# False when the run has ended meanwhile. Asked whenever its file was written: the lock goes before what lies beside it.
rd_seen_wanted() { rd_lock_of "${rd_seen%/*}/lock" "${rd_seen##*/.seen-}"; }
