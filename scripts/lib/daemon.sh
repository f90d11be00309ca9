# The daemon's command line, and the caches that make its start fast, and that of the commands that talk to it.

# daemon_command COMMAND: sets DAEMON to the words that run that command of it, up to its own arguments. Needs JAVA_HOME
# and ROOT, and a build.
# Serial collector and small heap, and what the compilers free goes back to the kernel: the data path allocates nothing,
# and the guest wants the memory. picocli is loaded as the JDK itself is: its classes are of a format that no start-up
# cache takes, and that the JVM would verify by its old and slow way at each start. Netty is not to look for a flight
# recorder. The JIT is told what keeps system calls from making objects. RINGFENCE_JAVA_OPTIONS has further words for the
# JVM, which come last.
daemon_command() {
  local cache target=$ROOT/vhost-server/target jar jars=()
  for jar in "$target"/vhost-server-*.jar "$target"/lib/*.jar; do
    [[ $jar == */picocli-*.jar ]] || jars+=("$jar")
  done
  DAEMON=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms4m -Xmn1m -Xmx128m -XX:TrimNativeHeapInterval=5000
    -XX:-UsePerfData -Dio.netty.jfr.enabled=false --enable-native-access=ALL-UNNAMED
    "-XX:CompileCommandFile=$ROOT/vhost-server/src/main/jvm/compile-commands"
    "-Xbootclasspath/a:$(echo "$target"/lib/picocli-*.jar)")
  # shellcheck disable=SC2206 # words
  DAEMON+=(${RINGFENCE_JAVA_OPTIONS:-} -cp "$(IFS=: && printf '%s' "${jars[*]}")"
    io.ringfence.server.cli.Main)
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

# stale_cache CACHE: true where a jar was packaged after it was made; a JVM would refuse it, and start without even the
# cache that it brings itself.
stale_cache() {
  local jar
  [[ -e $1 ]] || return 1
  for jar in "$ROOT"/vhost-server/target/vhost-server-*.jar "$ROOT"/vhost-server/target/lib/*.jar; do
    [[ ! $jar -nt $1 ]] || return 0
  done
  return 1
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
    -cp "$ROOT/testkit/target/classes" io.ringfence.testkit.Exercise "$folder/s" >>"$folder/log" 2>&1 || true
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
    [[ ! -e $1/a ]] && kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
}

# end_served: ends what serve_in ran; a daemon that records has written its cache then.
end_served() {
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
}
