# QEMU of another Debian release than the host's, with its own loader and libraries, in the cache. Nothing is installed.

# release_qemu RELEASE ARCH: prints the command that runs RELEASE's (13) QEMU for ARCH, which is fetched first where
# the cache has none. Needs cache.sh and guest-apt.sh.
release_qemu() {
  local release=$1 arch=$2 folder program
  program=$(qemu_program "$arch")
  folder=$(cache_dir)/qemu/$release-$arch
  with_cache_lock "qemu-$release-$arch" fetch_release_qemu "$release" "$arch" "$folder" "$program" >&2
  printf '%s\n' "$folder/$program"
}

fetch_release_qemu() {
  local release=$1 arch=$2 folder=$3 program=$4 making work
  [[ ! -x $folder/$program ]] || return 0
  mkdir -p "${folder%/*}"
  making=$(mktemp -d "${folder%/*}/making.XXXXXX")
  work=$(mktemp -d)
  chmod 755 "$work" "$making"
  private_apt_create "$work/state" "$(dpkg --print-architecture)" "$(release_codename "$release")" ||
    die "package lists of Debian $release: cannot be fetched (reason above)"
  unpack_packages "$work/state" "$making/root" "$(qemu_package "$arch")" ||
    die "QEMU of Debian $release: cannot be fetched (reason above)"
  package_versions "$work/state" >"$making/manifest"
  own_loader_script "$program" >"$making/$program"
  chmod 755 "$making/$program"
  publish "$making" "$folder"
  rm -rf "$work"
}

release_codename() {
  case $1 in
    13) printf 'trixie\n' ;;
  esac
}

# The program's own loader starts it: the host's C library may be older. QEMU looks for its data and modules beside the
# program that the kernel started, which is the loader, so it is told.
own_loader_script() {
  cat <<END
#!/bin/bash
root=\$(dirname "\$(realpath "\$0")")/root/usr
libraries=("\$root"/lib/*-linux-gnu)
loaders=("\$root"/lib*/ld-linux-*.so.[12])
export QEMU_MODULE_DIR=\$libraries/qemu
exec "\${loaders[0]}" --library-path "\$libraries:\$libraries/pulseaudio" \\
  "\$root/bin/$1" -L "\$root/share/qemu" -L "\$root/share/seabios" "\$@"
END
}
