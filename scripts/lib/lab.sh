# Runs the lab's commands: everything they need is checked, installed or built first.

# run_lab COMMAND ARGUMENT...: runs a command of the lab in a sandbox and returns its status. Wrong arguments are told
# before anything slow. Needs ROOT, SCRIPTS and the other parts of this folder.
run_lab() {
  local guest guests tools options=()
  ensure_java
  ensure_packages maven iproute2
  ensure_build
  lab_program
  guests=$(lab "$@" --check-arguments) || return
  if wants_help "$@"; then
    printf '%s\n' "$guests"
    return
  fi
  check_sandbox
  [[ $1 != migration ]] || ensure_packages tshark
  for guest in $guests; do
    guest_options "${guest%/*}" "${guest#*/}"
  done
  tools=$("$SCRIPTS/guest-image" --tools | tail -n 1)
  options+=(
    --netserver "$tools/netserver"
    --busybox "$tools/busybox"
    --daemon "$SCRIPTS/ringfence"
  )
  in_sandbox "${LAB[@]}" "$@" "${options[@]}"
}

# guest_options ARCH RELEASE: adds to options what the lab must know of such guests under QEMU of that Debian release, or
# of the host.
guest_options() {
  local arch=$1 release=$2 image word
  image=$("$SCRIPTS/guest-image" --arch "$arch" | tail -n 1)
  if [[ $arch == uml ]]; then
    options+=("--image=$arch/$release=$image" "--console=$arch/$release=none")
    return
  fi
  ensure_packages "$(qemu_package "$arch")"
  options+=("--image=$arch/$release=$image" "--console=$arch/$release=$(qemu_console "$arch")")
  while read -r word; do
    options+=("--qemu=$arch/$release=$word")
  done < <(qemu_command "$arch" "$(choose_accelerator "$arch" "$image/kernel")" "$release")
}

lab() {
  "${LAB[@]}" "$@"
}

# The lab is not what is measured: a small heap and quick compilers leave the CPUs to the guest. No PerfData: its files in
# /tmp are named by process numbers, which a sandbox has of its own.
lab_program() {
  LAB=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx128m
    --enable-native-access=ALL-UNNAMED -cp "$ROOT/lab/target/classes:$ROOT/lab/target/lib/*" io.ringfence.lab.cli.LabMain)
}

wants_help() {
  local word
  for word in "$@"; do
    case $word in -h | --help) return 0 ;; esac
  done
  return 1
}

# run_lab_alone COMMAND ARGUMENT...: runs a command of the lab that needs neither guest nor sandbox.
run_lab_alone() {
  ensure_java
  ensure_packages maven
  ensure_build
  lab_program
  lab "$@"
}

# run_uml ARGUMENT...: as run_lab, for the command that needs no QEMU.
run_uml() {
  ensure_java
  ensure_packages maven iproute2
  ensure_build
  lab_program
  lab uml "$@" --check-arguments || return
  if wants_help "$@"; then
    return
  fi
  check_sandbox
  in_sandbox "${LAB[@]}" uml "$@" --daemon "$SCRIPTS/ringfence" \
    --image "$("$SCRIPTS/guest-image" --arch uml | tail -n 1)" \
    --netserver "$("$SCRIPTS/guest-image" --tools | tail -n 1)/netserver"
}

# run_dpdk ARGUMENT...: as run_lab, for the command whose front-end is DPDK's testpmd; it needs no guest.
run_dpdk() {
  ensure_java
  ensure_packages maven iproute2
  ensure_build
  lab_program
  lab dpdk "$@" --check-arguments || return
  if wants_help "$@"; then
    return
  fi
  # Debian 13 has testpmd in a package of its own.
  if package_available dpdk-testpmd; then ensure_packages dpdk-testpmd; else ensure_packages dpdk-dev; fi
  in_sandbox "${LAB[@]}" dpdk "$@" --daemon "$SCRIPTS/ringfence"
}
