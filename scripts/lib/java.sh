# The JDK that builds and runs the project.

readonly JAVA_RELEASE=25

# ensure_java: exports JAVA_HOME: the caller's where it is a JDK of at least JAVA_RELEASE, else one under
# /usr/lib/jvm, else the distribution's package where there is one. Needs packages.sh.
ensure_java() {
  local home package=openjdk-$JAVA_RELEASE-jdk-headless
  home=$(find_java) || {
    package_available "$package" || apt_lists_present || { as_root true && apt_update; } || true
    if package_available "$package"; then
      ensure_packages "$package"
      home=$(find_java)
    fi
  } || true
  [[ ${home:-} ]] || die "no JDK >= $JAVA_RELEASE in JAVA_HOME or /usr/lib/jvm, and this release has no $package:" \
    "install Eclipse Temurin $JAVA_RELEASE or another JDK there, or set JAVA_HOME"
  export JAVA_HOME=$home
}

# find_java: prints the home of a JDK that is new enough; status 1 where there is none.
find_java() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [[ $home ]] && (($(java_release "$home") >= JAVA_RELEASE)) && printf '%s\n' "$home" && return
  done
  return 1
}

# java_release HOME: the feature release of the JDK in HOME; 0 where there is none, or only a run-time without javac.
java_release() {
  local release=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  printf '%s\n' "${release:-0}"
}

apt_lists_present() {
  compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}
