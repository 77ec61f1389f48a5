# Reads one request and runs its verb.
rd_main() {
  IFS= read -r rd_nonce || exit 1
  IFS= read -r rd_verb || exit 1
  set --
  while IFS= read -r rd_line; do
    case $rd_line in
      =*)
        # The underscore keeps newlines at the end of an argument.
        rd_arg=$(printf '%b_' "${rd_line#=}")
        set -- "$@" "${rd_arg%_}"
        ;;
      .) break ;;
    esac
  done
  printf '\n@rd-%s begin\n' "$rd_nonce"
  "rd_verb_$rd_verb" "$@"
}

rd_main
