# receive FOLDER FRESH TOOL DECODER RUN: unpacks the tar stream that follows, compressed for DECODER unless that is "none"; FRESH
# "yes" makes the folder first. A partial tree is the caller's to check or throw away: where the folder goes, nobody waits for the
# rest of the stream. With a TOOL, the answer goes on with the
# audit of the folder: one request for both. RUN as for "audit".
rd_verb_receive() {
  rd_path "$1"
  rd_stage=$rd_at
  rd_temp
  if [ "$2" = yes ]; then rd_fresh "$rd_stage" "${5:-}"; fi
  : >"$rd_tmp/mark"
  rd_watch_start rd_landed "$rd_stage" 4>&1
  rd_ahead_start "$rd_stage" "$3"
  # A stream that cannot be decoded shows in the audit: what it did not bring is sent again, as it is.
  if ! (rd_unpack "$4") 2>"$rd_tmp/err" && { [ "$3" = none ] || ! rd_undecoded; }; then
    rd_ahead_stop
    rd_fault tar "$(head -n 3 "$rd_tmp/err")"
    rd_finish 1
  fi
  rd_ahead_stop
  rd_watch_stop
  if [ "$3" != none ]; then
    printf 'received\n'
    rd_audit "$rd_stage" "$3" tree "${5:-}"
  fi
  rd_finish 0
}

# Said while a stream lands, where find knows -cnewer: what is on the way behind a slow link takes longer than anybody waits for a word.
# True when the folder is gone, which is said as the answer: the process that reads the stream is killed, and that alone would look
# like a connection that was lost.
rd_landed() {
  if [ ! -e "$1" ]; then
    printf 'fault locklost %s is gone\n\n@rd-%s end 1\n' "$1" "$rd_nonce" >&4
    return 0
  fi
  : >"$rd_tmp/mark.next"
  if [ -n "$(find "$1" -cnewer "$rd_tmp/mark" | head -n 1)" ]; then printf '@rd-%s tick\n' "$rd_nonce" >&4; fi
  mv -f "$rd_tmp/mark.next" "$rd_tmp/mark"
  return 1
}

rd_undecoded() { [ -s "$rd_tmp/err" ] && grep -q "cannot decode" "$rd_tmp/err"; }

# The decoder's end is asked for as well: tar may have had all it wants when the stream breaks off.
rd_unpack() {
  cd "$rd_stage" || return 1
  case $1 in
    none) rd_extract ;;
    *) { "$1" -dcq || echo "$1 cannot decode the stream" >&2; } | rd_extract && ! rd_undecoded ;;
  esac
}

# GNU tar takes 10 KiB at a time unless told; others do not look at this variable.
rd_extract() { TAR_OPTIONS=-b128 tar -xpf -; }

# A folder that only this run writes to: it must not be there yet. Below a base that passes its group on (mode 2775), its own
# folders would get that bit too, which is not in the manifest. RUN is that of the lease that takes it away; "" where there is none.
rd_fresh() {
  if [ -e "$1" ] || [ -h "$1" ]; then rd_fault unsafe "$1 is there already"; rd_finish 1; fi
  rd_parent "$1"
  rd_out=$( (umask 077 && { [ -d "$rd_at" ] || mkdir -p "$rd_at"; } && mkdir "$1" && { [ ! -g "$1" ] || chmod g-s "$1"; }) 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  if [ -n "$2" ]; then
    rd_run=$2
    rd_home=${1%/*/*}
    rd_made_in_time "$1" "$rd_home/staging"
  fi
}

# seal APPFOLDER RUN ID MODE RECEIPT DIGEST: the staged folder becomes release ID; the manifest is read. DIGEST is that of the
# manifest's text.
rd_verb_seal() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_id=$3
  rd_lock_ours || rd_finish 1
  rd_stage=$rd_home/staging/$rd_run
  rd_release=$rd_home/releases/$rd_id
  if [ -e "$rd_release" ] || [ -h "$rd_release" ]; then rd_fault unsafe "$rd_release is there already"; rd_finish 1; fi
  if rd_out=$( { cat >"$rd_home/receipts/$rd_id.manifest" && printf '%s\n' "$5" >"$rd_home/receipts/$rd_id.json" \
    && rd_move_folder "$rd_stage" "$rd_release" "$4"; } 2>&1); then
    # Whoever gave the lock back meanwhile has met a folder that was not empty.
    rmdir "$rd_home/staging" 2>/dev/null
    rd_keep_seen "$rd_id" "$6"
    rd_finish 0
  fi
  rm -f "$rd_home/receipts/$rd_id.manifest" "$rd_home/receipts/$rd_id.json"
  rd_fault write "release $rd_id cannot be put in place below $rd_home: $rd_out; $(df -Pk "$rd_home" 2>/dev/null | awk 'NR == 2 { print $4 " KiB free" }')"
  rd_finish 1
}

# Moves a folder, which its owner must be able to write for that, and gives it a mode.
rd_move_folder() {
  if [ -r "$1" ] && [ -w "$1" ] && [ -x "$1" ]; then
    mv "$1" "$2"
  else
    chmod u+rwx "$1" && mv "$1" "$2" && chmod "$3" "$2"
  fi
}

# Renames one link over another; mv without -T or -h would move into the folder behind it.
rd_switch() { mv -T "$1" "$2" || mv -h "$1" "$2"; }

# Takes APPFOLDER RUN ID KEEP, and ends the step where the run does not hold the lock any more.
rd_under_lock() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_id=$3
  rd_keep=$4
  rd_lock_ours || rd_finish 1
}

# activate APPFOLDER RUN ID KEEP: one atomic switch of "current"; then releases beyond KEEP go.
rd_verb_activate() {
  rd_under_lock "$@"
  if ! rd_current_ours; then rd_fault notlink "$rd_home/current"; rd_finish 1; fi
  if [ ! -d "$rd_home/releases/$rd_id" ]; then rd_fault write "release $rd_id is gone"; rd_finish 1; fi
  # A switch that is not recorded would send the next rollback to another release.
  if [ -e "$rd_home/activations" ] && [ ! -f "$rd_home/activations" ]; then rd_fault unsafe "$rd_home/activations is no file"; rd_finish 1; fi
  rd_out=$( (: >>"$rd_home/activations") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_next=$rd_home/.next-$rd_run
  if [ -h "$rd_next" ]; then rm -f "$rd_next"; fi
  if ! rd_out=$( { ln -s "releases/$rd_id" "$rd_next" && rd_switch "$rd_next" "$rd_home/current"; } 2>&1); then
    rm -f "$rd_next"
    rd_fault switch "$rd_home/current cannot be replaced: $rd_out"
    rd_finish 1
  fi
  rd_target "$rd_home/current"
  if [ "$rd_at" != "releases/$rd_id" ]; then rd_fault switch "$rd_home/current is $rd_at"; rd_finish 1; fi
  # Written after the switch: a line here means that it happened.
  rd_out=$( { printf '%s %s %s\n' "$(date +%s)" "$rd_id" "$rd_run" >>"$rd_home/activations"; } 2>&1) \
    || { rd_fault write "$rd_id is active, and could not be recorded in $rd_home/activations: $rd_out"; rd_finish 1; }
  printf 'switched %s\n' "$rd_id"
  rd_prune
  rd_finish 0
}

# prune APPFOLDER RUN ID KEEP: release ID is in place, and will not be switched to by this run; what is beyond it and KEEP goes.
rd_verb_prune() {
  rd_under_lock "$@"
  if rd_current_ours; then rd_prune; fi
  rd_finish 0
}

# Keeps release ID, the active one, and the KEEP that were active last; the rest goes, receipts first so that a half-removed one never
# counts. Where it cannot be told which were active, nothing goes.
rd_prune() {
  # Most often there is nothing to remove.
  set -- "$rd_home"/releases/*
  if [ "$#" -le "$rd_keep" ]; then return; fi
  rd_tick_start
  rd_kept=
  if [ -e "$rd_home/activations" ]; then
    if [ ! -f "$rd_home/activations" ] || [ ! -r "$rd_home/activations" ]; then return; fi
    rd_kept=$(tail -n 500 "$rd_home/activations" | sed -n '1!G;h;$p' | awk '!seen[$2]++ { print $2 }' | head -n "$rd_keep")
    if [ -s "$rd_home/activations" ] && [ -z "$rd_kept" ]; then return; fi
  fi
  for rd_old in "$rd_home"/releases/*; do
    rd_old=${rd_old##*/}
    case $rd_newline$rd_id$rd_newline$rd_kept$rd_newline in *"$rd_newline$rd_old$rd_newline"*) continue ;; esac
    if [ ! -d "$rd_home/releases/$rd_old" ] || rd_is_active "$rd_old"; then continue; fi
    rm -f "$rd_home/receipts/$rd_old.json" "$rd_home/receipts/$rd_old.manifest" "$rd_home/receipts/$rd_old.seen"
    if rd_remove "$rd_home/releases/$rd_old" 2>/dev/null; then printf 'pruned %s\n' "$rd_old"; else rd_tell_left "$rd_home/releases/$rd_old"; fi
  done
}

# manifest APPFOLDER ID: the manifest that the release was sealed with.
rd_verb_manifest() {
  rd_path "$1"
  rd_home=$rd_at
  if [ ! -f "$rd_home/receipts/$2.manifest" ]; then rd_fault missing "$2"; rd_finish 1; fi
  printf 'data %s\n' "$(wc -c <"$rd_home/receipts/$2.manifest" | tr -d ' ')"
  cat "$rd_home/receipts/$2.manifest"
  rd_finish 0
}

# checkout APPFOLDER RUN NAME ID: a private copy of a release, for a suite to run in.
rd_verb_checkout() {
  rd_path "$1"
  rd_home=$rd_at
  rd_run=$2
  rd_lock_ours || rd_finish 1
  rd_work=$rd_home/work/$rd_run/$3
  rd_tick_start
  rd_out=$( (umask 077 && mkdir -p "$rd_home/work/$rd_run" && mkdir "$rd_work" && chmod g-s "$rd_work") 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  rd_made_in_time "$rd_work" "$rd_home/work/$rd_run" "$rd_home/work"
  rd_out=$(cp -a --reflink=auto "$rd_home/releases/$4/." "$rd_work/" 2>&1) \
    || rd_out=$(cp -RPp "$rd_home/releases/$4/." "$rd_work/" 2>&1) || { rd_fault write "$rd_out"; rd_finish 1; }
  printf 'path %s\n' "$rd_work"
  rd_finish 0
}
