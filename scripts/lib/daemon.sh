# The daemon's command line, and what makes its start fast: one jar, and the caches of it and of the commands that ask it.

# daemon_command COMMAND: sets DAEMON to the words that run that command of it, up to its own arguments. Needs JAVA_HOME
# and ROOT, and a build.
# Serial collector and small heap, and what the compilers free goes back to the kernel: the data path allocates nothing,
# and the guest wants the memory. Netty is not to look for a flight recorder. The JIT is told what keeps system calls from
# making objects. RINGFENCE_JAVA_OPTIONS has further words for the JVM, which come last.
daemon_command() {
  local cache target=$ROOT/vhost-server/target
  DAEMON=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms4m -Xmn1m -Xmx128m -XX:TrimNativeHeapInterval=5000
    -XX:-UsePerfData -Dio.netty.jfr.enabled=false --enable-native-access=ALL-UNNAMED
    "-XX:CompileCommandFile=$ROOT/vhost-server/src/main/jvm/compile-commands"
    "-Dorg.newsclub.net.unix.library.override=$target/libjunixsocket-native.so")
  # shellcheck disable=SC2206 # words
  DAEMON+=(${RINGFENCE_JAVA_OPTIONS:-} -cp "$target/daemon.jar" io.ringfence.server.cli.Main)
  cache=$(cache_of "${1:-}")
  if [[ -e $cache ]] && ! stale_cache "$cache"; then
    DAEMON=("${DAEMON[0]}" "-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off "${DAEMON[@]:1}")
  fi
}

# cache_of COMMAND: the file of its cache. All commands but serve have one together.
cache_of() {
  case $1 in
    serve) printf '%s\n' "$ROOT/vhost-server/target/serve.aot" ;;
    *) printf '%s\n' "$ROOT/vhost-server/target/ask.aot" ;;
  esac
}

# stale_cache CACHE: true where the daemon's jar was made after it; a JVM would refuse it, and start without even the cache
# that it brings itself.
stale_cache() {
  [[ -e $1 && $ROOT/vhost-server/target/daemon.jar -nt $1 ]]
}

# is_packed: true where the daemon's jar is there, and none of those that it was made of is newer.
is_packed() {
  local jar packed=$ROOT/vhost-server/target/daemon.jar
  [[ -e $packed ]] || return 1
  for jar in "$ROOT"/vhost-server/target/vhost-server-*.jar "$ROOT"/vhost-server/target/lib/*.jar; do
    [[ ! $jar -nt $packed ]] || return 1
  done
}

# pack_daemon: makes the daemon's jar of its own and its libraries' (DaemonJar tells why), and takes junixsocket's native
# library out of it, which each start would otherwise write into a file of its own. Status 1, told why, where it cannot.
pack_daemon() {
  local folder status=0
  folder=$(mktemp -d "$ROOT/vhost-server/target/packed.XXXXXX")
  pack_in "$folder" || status=1
  rm -rf "$folder"
  return $status
}

# pack_in FOLDER: the same, with the folder for what is not yet whole.
pack_in() {
  local cpu library target=$ROOT/vhost-server/target
  cpu=$(uname -m)
  "$JAVA_HOME/bin/java" "$ROOT/vhost-server/src/build/java/DaemonJar.java" "$1/daemon.jar" \
    "$target"/vhost-server-*.jar "$target"/lib/*.jar || return
  (cd "$1" && "$JAVA_HOME/bin/jar" --extract --file daemon.jar "lib/${cpu/x86_64/amd64}-Linux-clang/jni") || return
  library=$(find "$1" -name 'libjunixsocket-native-*.so' ! -name '*.nodeps.so')
  if [[ ! $library ]]; then
    say "junixsocket has no native library for the processor $cpu"
    return 1
  fi
  mv "$library" "$target/libjunixsocket-native.so" && mv "$1/daemon.jar" "$target/daemon.jar"
}

# train_daemon: makes the caches (JEP 483): one from a daemon that started and served a software guest, and one from a
# question to a daemon. What an answer takes, JSON above all, is in the second alone: the JVM has in memory all that is in
# its cache, and a daemon that nobody asks needs none of that. Without them both start more slowly, so a failure is told
# and no more. They hold classes and no profiles of methods: with those the JIT compiles from the first moment on, which a
# start on two cores waits for.
train_daemon() {
  local folder command cache pid RINGFENCE_JAVA_OPTIONS=
  folder=$(mktemp -d)
  recording_command serve
  serve_in "$folder"
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "$ROOT/testkit/target/classes" io.ringfence.testkit.guest.Exercise "$folder/s" >>"$folder/log" 2>&1 || true
  end_served
  daemon_command serve
  serve_in "$folder"
  recording_command status
  "${DAEMON[@]}" status --admin "unix:$folder/a" >>"$folder/log" 2>&1 || true
  end_served
  for command in serve status; do
    cache=$(cache_of "$command")
    [[ -e $cache ]] || say "no ${cache##*/} was made, so that starts are slower ($(tail -n 1 "$folder/log"))"
  done
  rm -rf "$folder"
}

# recording_command COMMAND: as daemon_command; the command makes its cache anew when it ends.
recording_command() {
  local cache
  cache=$(cache_of "$1")
  rm -f "$cache"
  daemon_command "$1"
  DAEMON=("${DAEMON[0]}" "-XX:AOTCacheOutput=$cache" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining
    "${DAEMON[@]:1}")
}

# serve_in FOLDER: runs DAEMON with its sockets there, and waits until it can be asked; sets pid.
serve_in() {
  local i
  "${DAEMON[@]}" serve --socket-path "$1/s" --admin "unix:$1/a" >>"$1/log" 2>&1 &
  pid=$!
  for ((i = 0; i < 600; i++)); do
    if [[ -e $1/a ]] || ! kill -0 "$pid" 2>/dev/null; then
      break
    fi
    sleep 0.1
  done
}

# end_served: ends what serve_in ran; a daemon that records has written its cache then.
end_served() {
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
}
