# Builds the project when its sources changed.

# ensure_build: packages every module without its tests unless target/packaged is newer than all sources.
# Needs daemon.sh, JAVA_HOME (java.sh) and ROOT, the project's folder.
ensure_build() {
  local stamp=$ROOT/target/packaged
  if is_built "$stamp"; then
    return
  fi
  with_cache_lock "build-$(printf '%s' "$ROOT" | sha256sum | cut -c 1-12)" build_again "$stamp"
}

# What is made of the packages is looked at too: Maven run by hand packages anew.
is_built() {
  [[ -e $1 && -z $(newer_sources "$1") ]] && is_packed &&
    ! stale_cache "$(cache_of serve)" && ! stale_cache "$(cache_of status)"
}

# Looked at once more under the lock: another run may just have built.
build_again() {
  local stamp=$1 begun
  if is_built "$stamp"; then
    return
  fi
  mkdir -p "$ROOT/target"
  begun=$(mktemp "$ROOT/target/begun.XXXXXX")
  quietly 'building (mvn package)' mvn -q -ntp -f "$ROOT/pom.xml" -DskipTests package || {
    rm -f "$begun"
    die 'the build failed (reason above)'
  }
  pack_daemon || die 'the daemon could not be packed (reason above)'
  train_daemon
  # The time at which it began: what was edited meanwhile counts as newer.
  mv "$begun" "$stamp"
}

# A file that is newer than the stamp, if any: sources and build files, not what the build made.
newer_sources() {
  find "$ROOT" \( -name target -o -name .git -o -name scripts -o -name qemu-configs \) -prune -o \
    -type f \( -name pom.xml -o -path '*/src/*' \) -newer "$1" -print -quit
}
