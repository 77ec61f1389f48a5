# follow JOBFOLDER OUT ERR HOLD: what a job has written since these offsets, as it comes, and at last how it ended. Lines "out OFFSET
# COUNT" with that many bytes behind them, "gap out OFFSET TO" where bytes were not kept, "end KEY WORDS". With HOLD "yes", what comes
# after the first part of a stream waits for the end: by then most of it is not kept. With "once" only what is there now. Ends when
# standard input does.
rd_verb_follow() {
  rd_job_at "$1"
  rd_at_out=$2
  rd_at_err=$3
  rd_hold=$4
  rd_ended=
  rd_idle=0
  IFS=' ' read -r rd_me _ 2>/dev/null </proc/self/stat || rd_me=$$
  exec 3<&0
  (
    while IFS= read -r rd_line; do :; done <&3
    kill "$rd_me" 2>/dev/null
  ) >/dev/null 2>&1 &
  rd_watcher=$!
  while :; do
    if [ -f "$rd_dir/end" ]; then rd_ended=yes; else rd_follow_lost; fi
    rd_sent=
    rd_files=$(ls -ln "$rd_dir" 2>/dev/null)
    rd_follow_stream out "$rd_at_out"
    rd_at_out=$rd_next
    rd_follow_stream err "$rd_at_err"
    rd_at_err=$rd_next
    if [ -n "$rd_sent" ]; then rd_idle=0; continue; fi
    if [ -n "$rd_ended" ] || [ "$rd_hold" = once ]; then break; fi
    rd_idle=$((rd_idle + 1))
    if [ $((rd_idle % 10)) -eq 0 ]; then printf '@rd-%s tick\n' "$rd_nonce"; fi
    if [ "$rd_idle" -le 20 ]; then sleep 0.1 2>/dev/null || sleep 1; else sleep 0.4 2>/dev/null || sleep 1; fi
  done
  rd_unwatch
  if [ -f "$rd_dir/end" ]; then sed 's/^/end /' "$rd_dir/end"; elif [ -n "$rd_ended" ]; then printf 'end cause %s\n' "$rd_ended"; fi
  rd_finish 0
}

# Without an end and without a supervisor, nobody will ever note how it ended. Looked at when nothing comes.
rd_follow_lost() {
  if [ $((rd_idle % 8)) -ne 1 ] || rd_job_lives "$rd_dir" || [ -f "$rd_dir/end" ]; then return; fi
  if [ -z "$rd_j_pid" ]; then
    # Its start may be under way.
    if [ "$rd_idle" -ge 33 ] || { [ "$rd_idle" -ge 9 ] && ! rd_start_lives "$rd_dir"; } || [ "$rd_hold" = once ]; then rd_ended=unstarted; fi
    return
  fi
  rd_boot
  if [ -n "$rd_j_boot" ] && [ "$rd_j_boot" != "$rd_at" ]; then rd_ended=rebooted; return; fi
  rd_job_release "$rd_dir"
  rd_job_clear "$rd_j_mark" | sed 's/^/end /'
  rd_ended=lost
}

# NAME OFFSET: sends at most a MiB of one stream; rd_next is the offset after it.
rd_follow_stream() {
  rd_next=$2
  rd_from=
  rd_size=0
  while read -r _ _ _ _ rd_bytes rd_file; do
    rd_file=${rd_file##* }
    case $rd_file in "$1".[0-9]*) ;; *) continue ;; esac
    rd_begins=${rd_file##*.}
    if [ "$rd_hold" = yes ] && [ -z "$rd_ended" ] && [ "$rd_begins" -gt 0 ]; then continue; fi
    # The first that has anything beyond the offset.
    if [ $((rd_begins + rd_bytes)) -gt "$2" ] && { [ -z "$rd_from" ] || [ "$rd_begins" -lt "$rd_from" ]; }; then
      rd_from=$rd_begins
      rd_size=$rd_bytes
    fi
  done <<RD_FILES
$rd_files
RD_FILES
  if [ -z "$rd_from" ]; then return; fi
  rd_offset=$2
  if [ "$rd_from" -gt "$2" ]; then rd_offset=$rd_from; fi
  rd_count=$((rd_from + rd_size - rd_offset))
  if [ "$rd_count" -gt 1048576 ]; then rd_count=1048576; fi
  # Opened before anything is promised: an old part may be removed meanwhile, and is read to its end all the same.
  {
    if [ "$rd_offset" -gt "$2" ]; then printf 'gap %s %s %s\n' "$1" "$2" "$rd_offset"; fi
    printf '%s %s %s\n' "$1" "$rd_offset" "$rd_count"
    tail -c "+$((rd_offset - rd_from + 1))" <&4 | head -c "$rd_count"
    rd_next=$((rd_offset + rd_count))
  } 4<"$rd_dir/$1.$rd_from"
  rd_sent=yes
} 2>/dev/null
