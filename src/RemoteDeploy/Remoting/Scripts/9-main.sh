# Reads a verb and its arguments, calls "$1" and runs the verb.
rd_request() {
  rd_before=$1
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
  "$rd_before"
  "rd_verb_$rd_verb" "$@"
}

rd_begin() { printf '\n@rd-%s begin\n' "$rd_nonce"; }

# One request, from standard input.
rd_main() {
  IFS= read -r rd_nonce || exit 1
  rd_request rd_begin
}

rd_main
