# The per-user cache. What is in it can be deleted at any time and is made again.

# cache_dir: prints the cache folder, which exists afterwards.
cache_dir() {
  local dir=${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/ringfence
  mkdir -p "$dir" || die "cache folder $dir: cannot be created; set XDG_CACHE_HOME to a folder that can be written"
  printf '%s\n' "$dir"
}

# with_cache_lock NAME COMMAND...: runs COMMAND while no other process holds the lock NAME, so that two runs that
# want the same thing make it once. To be called as a plain command, so that errexit holds within COMMAND. Not
# to be nested in one shell: it uses file descriptor 9.
with_cache_lock() {
  local lock
  lock=$(cache_dir)/$1.lock
  shift
  exec 9>"$lock"
  flock -n 9 || {
    say "waiting for another run that holds $lock"
    flock 9
  }
  # What COMMAND starts must not keep the lock beyond this call.
  "$@" 9>&-
  exec 9>&-
}

# publish FROM TO: makes the folder FROM visible as TO in one step; where TO is there already, TO stays.
# -T: without it a second publisher would move its folder into the first one's.
publish() {
  mv -T "$1" "$2" 2>/dev/null || {
    [[ -d $2 ]] || die "$2: cannot be created"
    rm -rf "$1"
  }
}
