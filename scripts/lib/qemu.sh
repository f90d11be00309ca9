# How QEMU is started for each guest architecture: what the files in qemu-configs/ cannot carry.

# qemu_command ARCH ACCEL RELEASE: prints program and arguments, one a line, for a guest of ARCH under tcg or kvm, by the
# QEMU of that Debian release, or of the host. To be run in the folder that is to hold its sockets. Kernel, initramfs,
# kernel arguments and whatever is to differ from the file come after it. Needs ROOT, the project's folder.
qemu_command() {
  local arch=$1 accel=$2 release=$3 program
  program=$(qemu_program "$arch")
  [[ $release == host ]] || program=$(release_qemu "$release" "$arch")
  printf '%s\n' "$program" -nodefaults -display none -readconfig "$ROOT/qemu-configs/$arch-$accel.cfg"
  case $arch-$accel in
    *-kvm) printf '%s\n' -cpu host ;;
    aarch64-tcg) printf '%s\n' -cpu neoverse-n1 ;;
    armv7-tcg) printf '%s\n' -cpu cortex-a15 ;;
  esac
  case $arch in
    aarch64 | armv7) printf '%s\n' -serial chardev:console ;;
  esac
  # MSI-X, as QEMU 10 has it when nothing is said: the file switches it off for QEMU 7.2.
  [[ $release == host || $accel == kvm ]] || printf '%s\n' -set device.nic.vectors=4
}

# qemu_program ARCH: QEMU's program for the architecture.
qemu_program() {
  case $1 in
    armv7) printf 'qemu-system-arm\n' ;;
    *) printf 'qemu-system-%s\n' "$1" ;;
  esac
}

# qemu_console ARCH: the kernel's name for the console, for console=NAME on its command line.
qemu_console() {
  case $1 in
    x86_64) printf 'ttyS0\n' ;;
    aarch64 | armv7) printf 'ttyAMA0\n' ;;
  esac
}

# qemu_package ARCH: the host package that has QEMU's program.
qemu_package() {
  case $1 in
    x86_64) printf 'qemu-system-x86\n' ;;
    aarch64 | armv7) printf 'qemu-system-arm\n' ;;
  esac
}
