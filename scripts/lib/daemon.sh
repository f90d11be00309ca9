# The daemon's command line, and the cache that makes its start fast.

# daemon_command: sets DAEMON to the words that run it, up to its own arguments. Needs JAVA_HOME and ROOT, and a build.
# Serial collector and small heap, and what the compilers free goes back to the kernel: the data path allocates nothing,
# and the guest wants the memory. picocli is loaded as the JDK itself is: its classes are of a format that no start-up
# cache takes, and that the JVM would verify by its old and slow way at each start. Netty is not to look for a flight
# recorder. The JIT is told what keeps system calls from making objects. RINGFENCE_JAVA_OPTIONS has further words for the
# JVM, which come last.
daemon_command() {
  local target=$ROOT/vhost-server/target jar jars=()
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
  if [[ -e $(aot_cache) ]] && ! stale_cache; then
    DAEMON=("${DAEMON[0]}" "-XX:AOTCache=$(aot_cache)" -Xlog:aot=off -Xlog:cds=off "${DAEMON[@]:1}")
  fi
}

aot_cache() {
  printf '%s\n' "$ROOT/vhost-server/target/ringfence.aot"
}

# stale_cache: true where a jar was packaged after it was made; a JVM would refuse it, and start without even the cache
# that it brings itself.
stale_cache() {
  local cache jar
  cache=$(aot_cache)
  [[ -e $cache ]] || return 1
  for jar in "$ROOT"/vhost-server/target/vhost-server-*.jar "$ROOT"/vhost-server/target/lib/*.jar; do
    [[ ! $jar -nt $cache ]] || return 0
  done
  return 1
}

# train_daemon: makes the cache (JEP 483, 515) from a daemon that started, served a software guest and answered a
# question. Without it the daemon starts more slowly, so a failure is told and no more. It holds classes and no profiles
# of methods: with those the JIT compiles from the first moment on, which a start on two cores waits for.
train_daemon() {
  local folder pid cache RINGFENCE_JAVA_OPTIONS=
  cache=$(aot_cache)
  rm -f "$cache"
  daemon_command
  folder=$(mktemp -d)
  "${DAEMON[0]}" "-XX:AOTCacheOutput=$cache" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    "${DAEMON[@]:1}" serve --socket-path "$folder/s" --admin "unix:$folder/a" >"$folder/log" 2>&1 &
  pid=$!
  for ((i = 0; i < 600; i++)); do
    [[ ! -e $folder/a ]] && kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "$ROOT/testkit/target/classes" io.ringfence.testkit.Exercise "$folder/s" >>"$folder/log" 2>&1 || true
  "${DAEMON[@]}" status --admin "unix:$folder/a" >/dev/null 2>&1 || true
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  [[ -e $cache ]] || say "no start-up cache was made; the daemon starts without ($(tail -n 1 "$folder/log"))"
  rm -rf "$folder"
}
