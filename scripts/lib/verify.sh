# Says which barrier policies are sound.

# run_verify ARGUMENT...: the lab's command, in a JVM like the daemon's: it is the compiled ring code that is tried. Needs
# JAVA_HOME, ROOT and a build.
run_verify() {
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -Xmx256m --enable-native-access=ALL-UNNAMED \
    -cp "$ROOT/lab/target/classes:$ROOT/lab/target/lib/*" io.ringfence.lab.cli.LabMain verify \
    --jcstress "$ROOT/jcstress/target/classes:$ROOT/jcstress/target/lib/*" "$@"
}
