# True when "current" is a link into our releases, or not there.
rd_current_ours() {
  rd_target "$rd_home/current"
  case $rd_at in
    releases/*) return 0 ;;
    '') [ ! -e "$rd_home/current" ] ;;
    *) return 1 ;;
  esac
}

# True for the release that "current" leads to, however the link spells it: people make it by hand as well.
rd_is_active() {
  rd_target "$rd_home/current"
  [ "$rd_at" = "releases/$1" ] && return
  rd_at=$(cd -P "$rd_home/current" 2>/dev/null && pwd -P)
  [ -n "$rd_at" ] && [ "$(cd -P "$rd_home/releases/$1" 2>/dev/null && pwd -P)" = "$rd_at" ]
}

# inspect APPFOLDER: active release, kept releases with receipts, folders of jobs, history, and whether "have" can find anything. Changes nothing.
rd_inspect() {
  rd_parent "$rd_home"
  for rd_manifest in "$rd_at"/*/receipts/*.manifest; do
    if [ -s "$rd_manifest" ]; then printf 'kept\n'; break; fi
  done
  rd_current_ours || rd_fault notlink "$rd_home/current"
  if [ -n "$rd_at" ]; then printf 'current %s\n' "$rd_at"; fi
  for rd_receipt in "$rd_home"/receipts/*.json; do
    [ -f "$rd_receipt" ] || continue
    rd_id=${rd_receipt##*/}
    rd_id=${rd_id%.json}
    if [ -d "$rd_home/releases/$rd_id" ]; then
      # One line, as it was written; what is not whole is no receipt, but there is such a release.
      IFS= read -r rd_line <"$rd_receipt" || :
      printf 'release %s %s\n' "$rd_id" "$rd_line"
    fi
  done
  for rd_old in "$rd_home"/jobs/*/*; do
    if [ -d "$rd_old" ]; then printf 'job %s\n' "${rd_old#"$rd_home/jobs/"}"; fi
  done
  if [ -f "$rd_home/activations" ]; then tail -n 200 "$rd_home/activations" | sed 's/^/activation /'; fi
}

rd_verb_inspect() {
  rd_path "$1"
  rd_home=$rd_at
  rd_inspect
  rd_finish 0
}
