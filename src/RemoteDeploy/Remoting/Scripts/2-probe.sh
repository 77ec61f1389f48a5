# probe BASE SCRIPT: what the host is and has, and whether SCRIPT is this very script. Changes nothing.
# Values with a line break are cut at it: no value of ours has one.
rd_say() { printf '%s=%s\n' "$1" "${2%%"$rd_newline"*}"; }

rd_has() { command -v "$1" >/dev/null 2>&1; }

# Programs without which something would be done wrong, or be said wrong: rd_at names those that are not there.
rd_lacking() {
  rd_at=
  for rd_tool in awk cat chmod cp date dd find grep head id ln ls mkdir mkfifo mv readlink rm rmdir sed sleep stat tail tar tr wc xargs; do
    rd_has "$rd_tool" || rd_at="$rd_at $rd_tool"
  done
}

# Prints the first of the given commands that really computes a digest: $1 is the digest of nothing.
rd_hash_tool() {
  rd_want=$1
  shift
  for rd_tool in "$@"; do
    case $($rd_tool </dev/null 2>/dev/null) in
      *"$rd_want"*) printf '%s' "$rd_tool"; return ;;
    esac
  done
}

rd_tar_kind() {
  case $(tar --version 2>&1) in
    *"GNU tar"*) echo gnu ;;
    *bsdtar*) echo bsd ;;
    *[Bb]usy[Bb]ox*) echo busybox ;;
    *) if rd_has tar; then echo other; fi ;;
  esac
}

rd_runtimes() {
  rd_dotnet=$(command -v dotnet 2>/dev/null)
  [ -n "$rd_dotnet" ] && { rd_dotnet=$(readlink -f "$rd_dotnet" 2>/dev/null || printf '%s' "$rd_dotnet"); rd_dotnet=${rd_dotnet%/*}; }
  for rd_root in "${DOTNET_ROOT:-}" "$rd_dotnet" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [ -z "$rd_root" ] || [ ! -d "$rd_root/shared" ]; then continue; fi
    if [ -x "$rd_root/dotnet" ]; then rd_say dotnet "$rd_root/dotnet"; fi
    for rd_dir in "$rd_root"/shared/*/*/; do
      [ -d "$rd_dir" ] || continue
      rd_dir=${rd_dir%/}
      rd_name=${rd_dir%/*}
      rd_say runtime "${rd_name##*/} ${rd_dir##*/}"
    done
  done
}

# The C library that programs of this host are made for. The loader of musl alone says nothing: others may have it too.
rd_libc() {
  rd_line=$(getconf GNU_LIBC_VERSION 2>/dev/null)
  case $rd_line in
    'glibc '*) printf '%s\n' "$rd_line"; return ;;
  esac
  for rd_musl in /lib/ld-musl-*; do
    [ -e "$rd_musl" ] || continue
    # Without arguments it says what it is, and "Version 1.2.4".
    rd_line=$("$rd_musl" 2>&1)
    case $rd_line in
      *'Version '*) rd_line=${rd_line#*Version }; printf 'musl %s\n' "${rd_line%%"$rd_newline"*}" ;;
      *) echo musl ;;
    esac
    return
  done
}

# Versions of tools that tests often depend on. Of Python only the name that it links to: what stands under "python3" may be
# a shim that takes its time, or asks the user to install it.
rd_tools() {
  rd_line=$(bash --version 2>/dev/null)
  case $rd_line in
    *' version '*) rd_line=${rd_line#* version }; rd_say tool "bash ${rd_line%%[!0-9.]*}" ;;
  esac
  if rd_line=$(command -v python3 2>/dev/null) && rd_line=$(readlink -f "$rd_line" 2>/dev/null); then
    case ${rd_line##*/} in
      python3.[0-9]*) rd_say tool "python3 ${rd_line##*/python}" ;;
    esac
  fi
}

rd_processors() {
  if IFS= read -r rd_line 2>/dev/null </sys/devices/system/cpu/online; then
    case $rd_line in
      0) printf '1'; return ;;
      0-*[!0-9]*) ;;
      0-*) printf '%s' "$((${rd_line#0-} + 1))"; return ;;
    esac
  fi
  getconf _NPROCESSORS_ONLN 2>/dev/null
}

# KiB that are free where a folder is; nothing when that cannot be told.
rd_free() { df -Pk "$1" 2>/dev/null | { IFS= read -r _ && read -r _ _ _ rd_kb _ && printf '%s' "$rd_kb"; }; }

rd_verb_probe() {
  rd_path "$1"
  rd_base=$rd_at
  # In this order, whatever the order of the options: system, name, release, machine.
  rd_names=$(uname -snrm)
  rd_say os "${rd_names%% *}"
  rd_say machine "${rd_names##* }"
  rd_names=${rd_names#* }
  rd_names=${rd_names% *}
  rd_say kernel "${rd_names##* }"
  rd_say hostname "${rd_names% *}"
  # uid=1000(name) gid=...
  rd_ids=$(id 2>/dev/null)
  rd_ids=${rd_ids%% *}
  rd_ids=${rd_ids#uid=}
  rd_say uid "${rd_ids%%(*}"
  case $rd_ids in *'('*) rd_ids=${rd_ids#*(}; rd_say user "${rd_ids%)}" ;; esac
  rd_say home "$HOME"
  rd_say shell "${SHELL:-}"
  # shellcheck disable=SC1091 # a file of the host
  rd_say osversion "$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}")"
  rd_say libc "$(rd_libc)"
  rd_say md5 "$(rd_hash_tool d41d8cd98f00b204e9800998ecf8427e md5sum 'md5 -r' 'openssl dgst -md5 -r')"
  # openssl first for SHA-256: it is several times faster where the processor has instructions for it.
  rd_say sha256 "$(rd_hash_tool e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 'openssl dgst -sha256 -r' sha256sum 'shasum -a 256')"
  rd_say tar "$(rd_tar_kind)"
  for rd_tool in $rd_lacks; do rd_say missing "$rd_tool"; done
  if rd_has gzip; then rd_say gzip yes; fi
  if rd_has zstd; then rd_say zstd yes; fi
  if rd_has ssh && rd_has tee; then rd_say ssh yes; fi
  # Where sshd is, as the machines around this one see it: four words are meant to be split.
  # shellcheck disable=SC2086
  set -- "$1" "$2" ${SSH_CONNECTION:-}
  if [ "$#" -eq 6 ]; then rd_say sshd "$5 $6 $(hostname -I 2>/dev/null)"; fi
  rd_existing "$rd_base"
  rd_near=$rd_at
  rd_say base "$rd_base"
  if [ -d "$rd_near" ] && [ -w "$rd_near" ]; then rd_say writable yes; else rd_say writable "no: $rd_near"; fi
  rd_temporary=${TMPDIR:-/tmp}
  rd_say temporary "$rd_temporary"
  if { [ -d "$rd_temporary" ] && [ -w "$rd_temporary" ]; } || [ -w /tmp ]; then rd_say temporarywritable yes; fi
  rd_say temporarykb "$(rd_free "$rd_temporary")"
  rd_say freekb "$(rd_free "$rd_near")"
  if IFS=' ' read -r rd_name rd_kb _ 2>/dev/null </proc/meminfo && [ "$rd_name" = MemTotal: ]; then rd_say memkb "$rd_kb"; fi
  rd_say cpus "$(rd_processors)"
  rd_say clock "$(date +%s)"
  rd_boot
  rd_say boot "$rd_at"
  rd_path "$2"
  if rd_installed "$rd_at"; then rd_say script yes; fi
  rd_runtimes
  rd_tools
  rd_finish 0
}
