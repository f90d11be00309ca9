# Makes ready what the parts of the benchmark need, and runs them.

# run_bench ARGUMENT...: runs the lab's benchmark in a sandbox and returns its status. Needs ROOT, SCRIPTS and the other
# parts of this folder.
run_bench() {
  local parts part options=()
  ensure_java
  ensure_packages maven iproute2
  ensure_build
  lab_program
  parts=$(lab bench "$@" --check-arguments) || return
  if wants_help "$@"; then
    printf '%s\n' "$parts"
    return
  fi
  check_sandbox
  for part in $parts; do
    bench_needs "$part"
  done
  in_sandbox "${LAB[@]}" bench "$@" "${options[@]}" --daemon "$SCRIPTS/ringfence"
}

# bench_needs PART: installs what the part needs, and adds to options what the lab must know of it.
bench_needs() {
  case $1 in
    frames | round-trip) ensure_packages "$(testpmd_package)" ;;
    seam) options+=(--benchmarks "$(benchmarks_class_path)") ;;
    guest)
      netserver_option
      passt_option
      ;;
    uml) netserver_option ;;
    */*) guest_options "${1%/*}" "${1#*/}" ;;
  esac
}

# Two parts want it, and the lab takes it once.
netserver_option() {
  local tools
  [[ " ${options[*]} " != *' --netserver '* ]] || return 0
  tools=$("$SCRIPTS/guest-image" --tools | tail -n 1)
  options+=(--netserver "$tools/netserver")
}

# Without passt the report says so.
passt_option() {
  local program
  program=$(release_passt 13) || return 0
  options+=(--passt "$program")
}

benchmarks_class_path() {
  printf '%s\n' "$ROOT/benchmarks/target/classes:$ROOT/benchmarks/target/lib/*"
}

# testpmd_package: the package that has dpdk-testpmd, another one in each release.
testpmd_package() {
  case $(host_codename) in
    bookworm) printf 'dpdk-dev\n' ;;
    *) printf 'dpdk\n' ;;
  esac
}
