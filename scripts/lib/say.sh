# Messages. Standard output belongs to results; everything said on the way goes to standard error.

# say TEXT...: one line of progress.
say() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# die TEXT...: one line that says why, then exit status 1.
die() {
  say "$*"
  exit 1
}

# usage_error TEXT...: wrong arguments, exit status 2.
usage_error() {
  say "$*"
  exit 2
}

# quietly WHAT COMMAND...: runs COMMAND and shows only that it runs and how long it took; its output is shown
# (last 20 lines) when it fails. Returns COMMAND's status.
quietly() {
  local what=$1 log status=0 start=$SECONDS
  shift
  log=$(mktemp)
  say "$what ..."
  "$@" >"$log" 2>&1 || status=$?
  if ((status == 0)); then
    say "$what: done in $((SECONDS - start)) s"
  else
    tail -n 20 "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}
