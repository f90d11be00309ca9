# What differs between guest architectures. One line each here, and qemu-configs/, is what a new one needs.

guest_architectures() {
  printf 'x86_64 aarch64\n'
}

# guest_debian_arch ARCH: the architecture in Debian's words. Status 1 where it is not known.
guest_debian_arch() {
  case $1 in
    x86_64) printf 'amd64\n' ;;
    aarch64) printf 'arm64\n' ;;
    *) return 1 ;;
  esac
}

# guest_kernel_package ARCH: the package that depends on the current kernel. The cloud kernels are a third of the size
# of the others and have all that a virtual machine needs.
guest_kernel_package() {
  case $1 in
    x86_64) printf 'linux-image-cloud-amd64\n' ;;
    aarch64) printf 'linux-image-cloud-arm64\n' ;;
    *) return 1 ;;
  esac
}
