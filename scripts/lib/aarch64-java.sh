# A JVM for aarch64 that runs under user-mode emulation, from Debian 13's packages, in the cache. Nothing of it is installed.

# aarch64_java: prints a program that takes java's arguments. Needs cache.sh, guest-apt.sh and qemu-user-static.
aarch64_java() {
  local folder
  folder=$(cache_dir)/aarch64-java-$JAVA_RELEASE
  with_cache_lock aarch64-java fetch_aarch64_java "$folder" >&2
  printf '%s\n' "$folder/bin/java"
}

fetch_aarch64_java() {
  local folder=$1 making work package=openjdk-$JAVA_RELEASE-jre-headless
  [[ ! -x $folder/bin/java ]] || return 0
  making=$(mktemp -d "${folder%/*}/making.XXXXXX")
  work=$(mktemp -d)
  chmod 755 "$work" "$making"
  private_apt_create "$work/state" arm64 trixie || die 'package lists of Debian 13 for arm64: cannot be fetched (reason above)'
  unpack_packages "$work/state" "$making/root" "$package" || die "package $package: cannot be fetched (reason above)"
  package_versions "$work/state" >"$making/manifest"
  make_usable "$making/root"
  mkdir "$making/bin"
  emulated_java >"$making/bin/java"
  chmod 755 "$making/bin/java"
  publish "$making" "$folder"
  rm -rf "$work"
}

# What installing would do: /lib is a link, and the JDK's links to /etc must stay within the root.
make_usable() {
  local root=$1 link
  [[ -e $root/lib ]] || ln -s usr/lib "$root/lib"
  while read -r link; do
    ln -sfnr "$root$(readlink "$link")" "$link"
  done < <(find "$root/usr/lib/jvm" -lname '/etc/*')
}

emulated_java() {
  cat <<'END'
#!/bin/bash
root=$(dirname "$(dirname "$(realpath "$0")")")/root
javas=("$root"/usr/lib/jvm/*/bin/java)
# Debian 12 calls it the one, later releases the other.
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64)
exec "$qemu" -L "$root" "${javas[0]}" "$@"
END
}

# passed_tests: how many tests of the ring the reports tell of. Dies where there are none.
passed_tests() {
  local passed
  # shellcheck disable=SC2153 # load.sh sets it
  passed=$(find "$ROOT/ring/target/surefire-reports" -name '*.txt' -exec cat {} + |
    awk -F '[ ,]+' '/^Tests run:/ { n += $3 } END { print n + 0 }')
  ((passed)) || die 'no test was run'
  printf '%s\n' "$passed"
}
