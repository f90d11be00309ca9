# Fuzzing with Jazzer. Needs ROOT, say.sh, cache.sh and build.sh with what they need.

# shellcheck disable=SC2034 # for who sources this
readonly FUZZ_TARGETS=(DecoderTarget SplitRingTarget PackedRingTarget)

fuzz_target_exists() {
  local target
  for target in "${FUZZ_TARGETS[@]}"; do
    [[ $target == "$1" ]] && return
  done
  return 1
}

# fuzz_prepare: builds, and sets FUZZER to the words that run a class of the fuzz module.
fuzz_prepare() {
  ensure_java
  [[ -e $ROOT/target/packaged ]] || ensure_packages maven
  ensure_build
  local jars=("$ROOT"/fuzz/target/fuzz-*.jar "$ROOT"/fuzz/target/lib/*.jar)
  FUZZER=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -XX:+EnableDynamicAgentLoading
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -cp "$(IFS=: && printf '%s' "${jars[*]}")")
}

# fuzz_one TARGET SECONDS: fuzzes one target; status 1 where something was found.
fuzz_one() {
  local target=$1 seconds=$2 home corpus findings log status=0
  home=$(cache_dir)/fuzz
  corpus=$home/$target
  findings=$home/findings
  log=$home/$target.log
  mkdir -p "$corpus" "$findings"
  "${FUZZER[@]}" io.ringfence.fuzz.Seeds "$target" "$corpus"
  fuzz_jazzer "$target" "$findings" "$corpus" "-max_total_time=$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=0 \
    -print_final_stats=1 >"$log" 2>&1 || status=$?
  if ((status)); then
    fuzz_tell "$target" "$log"
    return 1
  fi
  say "$target: nothing found in $(fuzz_stat "$log" number_of_executed_units) inputs and $seconds s," \
    "$(find "$corpus" -type f | wc -l) kept, coverage $(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d ' ' -f 2)"
}

# fuzz_jazzer TARGET FINDINGS ARGUMENT...: Jazzer's detectors are for other kinds of programs; what is looked for here
# is what the targets themselves throw, and inputs that take too long.
fuzz_jazzer() {
  local target=$1 findings=$2
  shift 2
  "${FUZZER[@]}" com.code_intelligence.jazzer.Jazzer "--target_class=io.ringfence.fuzz.$target" \
    '--instrumentation_includes=io.ringfence.protocol.**:io.ringfence.ring.**' \
    '--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**' \
    "--reproducer_path=$findings" "-artifact_prefix=$findings/$target-" "$@"
}

fuzz_stat() {
  sed -n "s/^stat::$2: *//p" "$1"
}

# fuzz_tell TARGET LOG: what was found, where it is, and how to see it again.
fuzz_tell() {
  local target=$1 log=$2 file
  file=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  sed -n '/^== Java Exception/,/^DEDUP_TOKEN/p; /^==.*ERROR: /p' "$log" | head -n 40 >&2
  if [[ $file ]]; then
    say "$target: found; the input is $file; again: scripts/fuzz --run $target $file"
  else
    say "$target: the fuzzer failed; its log is $log:"
    tail -n 5 "$log" >&2
  fi
}

# fuzz_again TARGET FILE: runs one input; status 1 where it meets something.
fuzz_again() {
  local folder status=0
  folder=$(mktemp -d)
  fuzz_jazzer "$1" "$folder" "$2" -timeout=10 -rss_limit_mb=0 2>&1 |
    sed -n '/^== Java Exception/,/^DEDUP_TOKEN/p; /^==.*ERROR: /p; /^Executed /p' || status=$?
  rm -rf "$folder"
  return "$((status != 0))"
}
