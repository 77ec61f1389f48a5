# audit ROOT TOOL WHAT RUN: lists a folder and recomputes every digest in it. TOOL is the program, "none" for no digests.
# WHAT is "tree", or "list": then only the names that follow on standard input, each ended by NUL, that are there. With a RUN, the
# release is one of it, and what is read is noted for a record; the digest "=" is that of a copy that need not be read.
# Names are written with newline and NUL exchanged, one a line, so that no name can be taken for another line.
rd_flip() { tr '\n\000' '\000\n'; }

# The names of a list as lines, and how many in rd_count. Most folders have no links: nothing is started for an empty list.
rd_names_of() {
  rd_count=0
  if [ -s "$1" ]; then
    rd_flip <"$1" >"$2"
    rd_lines "$2"
  else
    : >"$2"
  fi
}

# Lines of a file: rd_count; the arithmetic takes off the blanks that some wc put in front.
rd_lines() { rd_count=$(($(wc -l <"$1"))); }

# Runs "$@" on the NUL-separated names of a list; nothing is run for an empty list.
rd_on() {
  rd_list=$1
  shift
  if [ -s "$rd_list" ]; then xargs -0 "$@" <"$rd_list"; fi
}

# GNU and busybox have -c, BSD has not.
rd_stat() {
  if [ -r /proc/self/stat ] || stat -c %a . >/dev/null 2>&1; then
    rd_on "$1" stat -c '%a %s %Y'
  else
    rd_on "$1" stat -f '%Mp%Lp %z %m'
  fi
}

# What TOOL "$2" says of the files in list "$1": a digest a line, where all goes well.
rd_digests() {
  # TOOL is a program with options from our own probe: it has to be split.
  # shellcheck disable=SC2086
  rd_on "$1" $2 2>/dev/null | sed -n 's/^\\\{0,1\}\([0-9a-f]\{32,\}\) [ *].*$/\1/p; s/^\\\{0,1\}\([0-9a-f]\{32,\}\) [^ *].*$/\1/p'
}

# Digests of the files in the list, which are "$2".
rd_hash() {
  rd_digests "$rd_tmp/f" "$1" >"$rd_tmp/h"
  rd_lines "$rd_tmp/h"
  if [ "$rd_count" != "$2" ]; then
    # A file that cannot be read, or a name with a line break and a tool that prints it as it is: one by one.
    # shellcheck disable=SC2016
    rd_on "$rd_tmp/f" -n 1 sh -c 'h=$($0 <"$1" 2>/dev/null); h=${h#\\}; case $h in [0-9a-f]*) echo "${h%% *}" ;; *) echo - ;; esac' "$1" >"$rd_tmp/h"
  fi
}

rd_find() {
  : >"$rd_tmp/c"
  if [ "$3" = list ]; then
    cat >"$rd_tmp/names"
    # The inner shell expands these, not this one.
    # shellcheck disable=SC2016
    rd_on "$rd_tmp/names" sh -c 'for f do if [ -f "$f" ] && [ ! -h "$f" ]; then printf "%s\000" "$f"; fi; done' _ >"$rd_tmp/f"
    : >"$rd_tmp/d"
    : >"$rd_tmp/l"
    : >"$rd_tmp/o"
  else
    # GNU find sorts, and tells all there is to know, in one walk. The numbers of files are in the order of their names.
    if ! find . -type f -fprint0 "$rd_tmp/f" -fprintf "$rd_tmp/fs" '%m %s %T@\n' -fprintf "$rd_tmp/clock" '%D %C@\n' -fprintf "$rd_tmp/state" 'f %m %s %T@ %C@ %i %D %p\0' \
      -o -type d -fprint0 "$rd_tmp/d" -fprintf "$rd_tmp/ds" '%m %s %T@\n' -fprintf "$rd_tmp/state" 'd %m %p\0' \
      -o -type l -fprint0 "$rd_tmp/l" -fprintf "$rd_tmp/lt" '%l\0' -fprintf "$rd_tmp/state" 'l %s %p %l\0' \
      -o -fprint0 "$rd_tmp/o" 2>/dev/null; then
      : >"$rd_tmp/state"
      find . -type f -print0 >"$rd_tmp/f"
      find . -type d -print0 >"$rd_tmp/d"
      find . -type l -print0 >"$rd_tmp/l"
      find . ! -type f ! -type d ! -type l -print0 >"$rd_tmp/o"
      # Whoever walks passes by what it may not look into.
      # shellcheck disable=SC2016
      rd_on "$rd_tmp/d" sh -c 'for d do if [ ! -r "$d" ] || [ ! -x "$d" ]; then printf "%s\000" "$d"; fi; done' _ >"$rd_tmp/c"
    fi
  fi
  if [ ! -s "$rd_tmp/state" ]; then
    rd_stat "$rd_tmp/f" >"$rd_tmp/fs" 2>/dev/null
    rd_stat "$rd_tmp/d" >"$rd_tmp/ds" 2>/dev/null
    # shellcheck disable=SC2016
    rd_on "$rd_tmp/l" sh -c 'for f do readlink -n "$f"; printf "\000"; done' _ >"$rd_tmp/lt" 2>/dev/null
  fi
}

# Leaves the whole answer in files and prints it afterwards: only then is it known to belong together.
rd_audit() {
  [ -d "$1" ] || { rd_fault missing "$1"; rd_finish 1; }
  rd_tick_start
  rd_audit_make "$@"
  rd_tick_stop
  # Lists that did not fit would pass for files that are missing or changed.
  rd_out=$(rd_room "$rd_tmp/room") || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_audit_say
}

rd_audit_make() {
  cd "$1" 2>/dev/null || return
  rd_find "$@"
  rd_names_of "$rd_tmp/lt" "$rd_tmp/ltn"
  : >"$rd_tmp/fan"
  : >"$rd_tmp/fkn"
  : >"$rd_tmp/hk"
  rd_before_reading "$1" "${4:-}"
  rd_names_of "$rd_tmp/f" "$rd_tmp/fn"
  printf 'files %s\n' "$((rd_count + rd_early + rd_aside))" >"$rd_tmp/1"
  : >"$rd_tmp/h"
  if [ "$2" != none ]; then rd_hash "$2" "$rd_count"; fi
  while [ "$rd_aside" -gt 0 ]; do
    echo '='
    rd_aside=$((rd_aside - 1))
  done >"$rd_tmp/ha"
  rd_after_reading
  rd_names_of "$rd_tmp/d" "$rd_tmp/dn"
  printf 'dirs %s\n' "$rd_count" >"$rd_tmp/2"
  rd_names_of "$rd_tmp/l" "$rd_tmp/ln"
  printf 'links %s\n' "$rd_count" >"$rd_tmp/3"
  rd_names_of "$rd_tmp/o" "$rd_tmp/on"
  printf 'others %s\n' "$rd_count" >"$rd_tmp/4"
  rd_names_of "$rd_tmp/c" "$rd_tmp/cn"
  printf 'closed %s\n' "$rd_count" >"$rd_tmp/5"
}

rd_audit_say() { (cd "$rd_tmp" && cat 1 fn fkn fan fs h hk ha 2 dn ds 3 ln ltn 4 on 5 cn); }

rd_verb_audit() {
  rd_temp
  rd_path "$1"
  rd_audit "$rd_at" "$2" "$3" "${4:-}"
  rd_finish 0
}

# fetch ROOT TOOL [OFFSET]: the files named on standard input: their list and digests, and then all contents in that order, each from
# byte OFFSET on.
rd_verb_fetch() {
  rd_temp
  rd_path "$1"
  rd_audit "$rd_at" "$2" list
  rd_sum_from "${3:-0}"
  printf 'data\n'
  # A file that shrinks or grows meanwhile must not move the end of the answer: the digests tell which one it was.
  # So that it is told of this one alone, what was written to a moment ago is sent by its length.
  { rd_contents "${3:-0}" 4<"$rd_tmp/fs" 5<"$rd_tmp/h"; cat /dev/zero; } 2>/dev/null | head -c "$rd_sum"
  rd_finish 0
}

# Bytes of all files that were listed, from byte $1 of each on: rd_sum. What cannot be read has no digest, and is not sent.
rd_sum_from() {
  rd_sum=0
  while IFS=' ' read -r _ rd_bytes _; do
    rd_word=
    IFS= read -r rd_word <&4
    if [ "$rd_word" != - ] && [ "$rd_bytes" -gt "$1" ]; then rd_sum=$((rd_sum + rd_bytes - $1)); fi
  done <"$rd_tmp/fs" 4<"$rd_tmp/h"
}

rd_contents() {
  rd_recent=$(($(date +%s) - 60))
  # shellcheck disable=SC2016
  rd_on "$rd_tmp/f" sh -c '
    from=${0%% *}
    recent=${0#* }
    first=yes
    for f do
      if [ -n "$first" ]; then set --; first=; fi
      IFS=" " read -r _ size time _ <&4
      digest=
      IFS= read -r digest <&5
      if [ "$digest" = - ]; then continue; fi
      if [ "$from" -eq 0 ] && [ "${time%%.*}" -lt "$recent" ]; then
        set -- "$@" "$f"
        if [ $# -ge 100 ]; then cat "$@"; set --; fi
        continue
      fi
      if [ $# -gt 0 ]; then cat "$@"; set --; fi
      if [ "$size" -gt "$from" ]; then { tail -c "+$((from + 1))" "$f"; cat /dev/zero; } | head -c "$((size - from))"; fi
    done
    if [ $# -gt 0 ]; then cat "$@"; fi' "$1 $rd_recent"
}

# discard FOLDER: removes the files named on standard input, each ended by NUL, that are there. Nothing outside of the folder goes,
# wherever a link leads, and no folder; "fault kept" names what is still there.
rd_verb_discard() {
  rd_temp
  rd_path "$1"
  cd -P "$rd_at" 2>/dev/null || { rd_fault missing "$rd_at"; rd_finish 1; }
  # Of names that did not fit, the files would stay without a word.
  rd_out=$({ cat >"$rd_tmp/names"; } 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  # Where a name leads is known once we are there: from then on nobody can change it.
  # shellcheck disable=SC2016
  rd_on "$rd_tmp/names" sh -c '
    top=$(pwd -P)
    for f do
      (
        case $f in ./*/*) cd -P "${f%/*}" 2>/dev/null || exit ;; esac
        case $(pwd -P)/ in "$top"/*) rm -f "./${f##*/}" ;; esac
      ) 2>/dev/null
      if [ -e "$f" ] || [ -h "$f" ]; then printf "fault kept %s\n" "$(printf "%s" "$f" | tr "\n\r" "  ")"; fi
    done' _ >"$rd_tmp/kept" </dev/null
  cat "$rd_tmp/kept"
  if [ -s "$rd_tmp/kept" ]; then rd_finish 1; fi
  rd_finish 0
}

# Where a link leads in the end, for whoever can be told so in a line.
rd_led() {
  if ! [ -h "$rd_what" ]; then return; fi
  rd_at=$(readlink -f "$rd_what" 2>/dev/null) || return
  case $rd_at in *"$rd_newline"*) ;; /*) printf 'leads %s\n' "$rd_at" ;; esac
}

# kind PATH: what a path is, and of a link to a file where it leads.
rd_verb_kind() {
  rd_path "$1"
  rd_what=$rd_at
  if [ -d "$rd_what" ]; then echo folder; elif [ -f "$rd_what" ]; then echo file; rd_led
  elif [ -e "$rd_what" ]; then rd_fault odd "$rd_what"; rd_finish 1
  elif [ -h "$rd_what" ]; then rd_fault dangling "$rd_what"; rd_finish 1
  else rd_fault missing "$rd_what"; rd_finish 1; fi
  if [ ! -r "$rd_what" ]; then rd_fault missing "$rd_what may not be read"; rd_finish 1; fi
  rd_finish 0
}
