# What differs between guest architectures. One line each here, and qemu-configs/, is what a new one needs. "uml" is User
# Mode Linux: a kernel that runs as a process of the host.

guest_architectures() {
  printf 'x86_64 aarch64 armv7 uml\n'
}

# guest_debian_arch ARCH: the architecture in Debian's words. Status 1 where it is not known.
guest_debian_arch() {
  case $1 in
    x86_64 | uml) printf 'amd64\n' ;;
    aarch64) printf 'arm64\n' ;;
    armv7) printf 'armhf\n' ;;
    *) return 1 ;;
  esac
}

# guest_kernel STATE ARCH: the package that has the kernel. The cloud kernels are a third of the size of the others and
# have all that a virtual machine needs; 32-bit ARM has none.
guest_kernel() {
  case $2 in
    x86_64) current_kernel "$1" linux-image-cloud-amd64 ;;
    aarch64) current_kernel "$1" linux-image-cloud-arm64 ;;
    armv7) current_kernel "$1" linux-image-armmp ;;
    uml) printf 'user-mode-linux\n' ;;
    *) return 1 ;;
  esac
}

guest_modules() {
  case $1 in
    uml) printf 'virtio_net\n' ;;
    *) printf 'virtio_pci virtio_net virtio_console\n' ;;
  esac
}
