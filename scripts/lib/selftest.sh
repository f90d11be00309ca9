#!/bin/bash
# Checks of the shell functions that need neither network nor guest, and of the daemon's start. Prints a line for each,
# status 1 when one fails.
set -euo pipefail

SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/lib/load.sh
. "$SCRIPTS/lib/load.sh" say cache packages sandbox qemu java daemon build
FAILED=0
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
export XDG_CACHE_HOME=$WORK/cache

# expect WHAT WANTED SEEN
expect() {
  if [[ $2 == "$3" ]]; then
    printf 'ok    %s\n' "$1"
  else
    printf 'FAIL  %s\n  wanted: %q\n  seen:   %q\n' "$1" "$2" "$3"
    FAILED=1
  fi
}

sources() {
  awk -v codename=bookworm -v target="$1" -v arch=arm64 -v extra=non-free -f "$SCRIPTS/lib/apt-sources.awk" "$2"
}

one_line_sources() {
  cat >"$WORK/a.list" <<'END'
# deb http://mirror/commented bookworm main
deb [arch=amd64 signed-by=/keys/a.gpg] http://mirror/debian bookworm main contrib # note
deb-src http://mirror/debian bookworm main
deb cdrom:[Debian] bookworm main
deb http://mirror/debian bookworm-backports main
deb http://vendor/apt tool-bookworm main
END
  expect 'one-line sources: suites of the release, with their key' "Types: deb
URIs: http://mirror/debian
Suites: bookworm
Components: main contrib non-free
Architectures: arm64
signed-by: /keys/a.gpg" "$(sources bookworm "$WORK/a.list")"
}

deb822_sources() {
  cat >"$WORK/b.sources" <<'END'
Enabled: no
Types: deb
URIs: http://mirror/disabled
Suites: bookworm
Components: main

Types: deb deb-src
URIs: http://mirror/debian
Suites: bookworm
 bookworm-updates
# a comment between fields
Components: main non-free
Signed-By:
 -----BEGIN
 .
 -----END
END
  expect 'deb822 sources: another release, key within the file' "Types: deb
URIs: http://mirror/debian
Suites: trixie trixie-updates
Components: main non-free
Architectures: arm64
Signed-By:
 -----BEGIN
 .
 -----END" "$(sources trixie "$WORK/b.sources")"
}

sandboxes() {
  local status=0 seen
  in_sandbox bash -c 'exit 5' || status=$?
  expect 'sandbox: the status of its command' 5 "$status"
  seen=$(in_sandbox bash -c 'ip tuntap add dev t0 mode tap && ls /sys/class/net >/dev/null && ip -br link | wc -l')
  expect 'sandbox: lo and a TAP, nothing else' 2 "$seen"
  in_sandbox bash -c "setsid tail -f '$WORK/a.list' >/dev/null & exit 0"
  seen=$(pgrep -fc "tail -f $WORK/a.list" || true)
  expect 'sandbox: nothing left behind' 0 "$seen"
}

commands() {
  local arch accel file
  for arch in x86_64 aarch64 armv7; do
    for accel in tcg kvm; do
      # Linux no longer runs guests on 32-bit ARM.
      [[ $arch-$accel != armv7-kvm ]] || continue
      file=$(qemu_command "$arch" "$accel" host | grep '\.cfg$')
      expect "QEMU $arch $accel: its file is there" yes "$([[ -r $file ]] && echo yes)"
      expect "QEMU $arch $accel: the guest has no control of receive offloads" off \
        "$(sed -n 's/^  ctrl_guest_offloads = "\(.*\)"/\1/p' "$file")"
    done
  done
}

locks() {
  local run
  for ((run = 0; run < 20; run++)); do
    (with_cache_lock test count_up "$WORK/count") &
  done 2>/dev/null
  wait
  expect 'lock: twenty runs one after another' 20 "$(<"$WORK/count")"
}

# Read, then written: only the lock makes it add up.
# shellcheck disable=SC2317 # with_cache_lock calls it
count_up() {
  local n=0
  [[ ! -e $1 ]] || n=$(cat "$1")
  printf '%s' $((n + 1)) >"$1"
}

# locale_after VARIABLE=VALUE...: the character set and LC_ALL that a script has whose environment has only these.
locale_after() {
  # shellcheck disable=SC2016 # for the inner shell
  env -i "PATH=$PATH" "SCRIPTS=$SCRIPTS" "$@" \
    bash -c '. "$SCRIPTS/lib/load.sh" say && printf "%s %s" "$(locale charmap)" "${LC_ALL:-}"' 2>/dev/null
}

locales() {
  expect 'locale: none set' 'UTF-8 C.UTF-8' "$(locale_after)"
  expect 'locale: C' 'UTF-8 C.UTF-8' "$(locale_after LC_ALL=C)"
  expect 'locale: one that is not installed' 'UTF-8 C.UTF-8' "$(locale_after LANG=xx_XX.UTF-8)"
  expect 'locale: one of UTF-8 stays' 'UTF-8 ' "$(locale_after LANG=C.UTF-8)"
}

# A daemon whose sockets are in a folder that ASCII cannot write, and a question to it.
non_ascii_paths() {
  local folder=$WORK/größe pid DAEMON
  mkdir "$folder"
  DAEMON=(env -u LANG -u LC_CTYPE LC_ALL=C "$SCRIPTS/ringfence")
  serve_in "$folder"
  expect 'locale: a socket in a folder with an umlaut' "$folder/s" \
    "$("${DAEMON[@]}" status --admin "unix:$folder/a" 2>&1 | sed -n 's/.* socket=\(.*\) uplink=.*/\1/p')"
  end_served
}

# A start waits for what is not in its cache; and what is loaded, wanted or not, stays in memory.
# shellcheck disable=SC2034 # daemon.sh sets the one and reads the other
starts() {
  local loaded=$WORK/loaded pid RINGFENCE_JAVA_OPTIONS
  ensure_java
  ensure_build
  RINGFENCE_JAVA_OPTIONS=-Xlog:class+load:file=$loaded
  daemon_command serve
  serve_in "$WORK"
  end_served
  expect 'start: the daemon comes from its cache' 1 \
    "$(grep -c 'io.ringfence.server.cli.Main source: shared objects file' "$loaded" || true)"
  expect 'start: nothing comes from the jar' '' "$(grep 'source: .*/daemon\.jar' "$loaded" || true)"
  expect 'start: the log is there before it is used' '' "$(grep -F SLF4J "$WORK/log" || true)"
  expect 'start: no JSON before somebody asks' '' \
    "$(grep -F com.fasterxml.jackson.databind.ObjectMapper "$loaded" || true)"
}

one_line_sources
deb822_sources
sandboxes
commands
locks
locales
starts
non_ascii_paths
exit "$FAILED"
