# Programs of another Debian release than the host's, with their own loader and libraries, in the cache. Nothing is installed.

# release_qemu RELEASE ARCH: prints the command that runs RELEASE's (13) QEMU for ARCH, which is fetched first where
# the cache has none. Needs cache.sh and guest-apt.sh.
release_qemu() {
  local release=$1 arch=$2 folder program
  program=$(qemu_program "$arch")
  folder=$(cache_dir)/qemu/$release-$arch
  with_cache_lock "qemu-$release-$arch" fetch_release_program "$release" "$(qemu_package "$arch")" "$folder" "$program" >&2
  printf '%s\n' "$folder/$program"
}

# release_passt RELEASE: the same for passt. That of Debian 12 does not speak vhost-user, that of 13 does.
release_passt() {
  local folder
  folder=$(cache_dir)/passt/$1
  with_cache_lock "passt-$1" fetch_release_program "$1" passt "$folder" passt >&2
  printf '%s\n' "$folder/passt"
}

# fetch_release_program RELEASE PACKAGE FOLDER PROGRAM: makes FOLDER/PROGRAM, a script that runs the package's PROGRAM.
fetch_release_program() {
  local release=$1 package=$2 folder=$3 program=$4 making work
  [[ ! -x $folder/$program ]] || return 0
  # The caller may have told the shell to go on after errors.
  mkdir -p "${folder%/*}" || die "folder ${folder%/*}: cannot be made (reason above)"
  making=$(mktemp -d "${folder%/*}/making.XXXXXX") || die "folder ${folder%/*}: cannot be written (reason above)"
  work=$(mktemp -d) || die 'no temporary folder (reason above)'
  chmod 755 "$work" "$making"
  if ! unpack_release "$work/state" "$making/root" "$release" "$package"; then
    rm -rf "$making" "$work"
    die "package $package of Debian $release: cannot be fetched (reason above)"
  fi
  package_versions "$work/state" >"$making/manifest"
  own_loader_script "$program" >"$making/$program"
  chmod 755 "$making/$program"
  publish "$making" "$folder"
  rm -rf "$work"
}

unpack_release() {
  local state=$1 root=$2 release=$3 package=$4
  private_apt_create "$state" "$(dpkg --print-architecture)" "$(release_codename "$release")" || return
  unpack_packages "$state" "$root" "$package"
}

release_codename() {
  case $1 in
    13) printf 'trixie\n' ;;
  esac
}

# The program's own loader starts it: the host's C library may be older. Both programs look for what belongs to them beside
# the program that the kernel started, which is the loader, so they are told.
own_loader_script() {
  cat <<'END'
#!/bin/bash
root=$(dirname "$(realpath "$0")")/root/usr
libraries=("$root"/lib/*-linux-gnu)
loaders=("$root"/lib*/ld-linux-*.so.[12])
END
  case $1 in
    passt) passt_lines ;;
    *) qemu_lines "$1" ;;
  esac
}

qemu_lines() {
  cat <<END
export QEMU_MODULE_DIR=\$libraries/qemu
exec "\${loaders[0]}" --library-path "\$libraries:\$libraries/pulseaudio" \\
  "\$root/bin/$1" -L "\$root/share/qemu" -L "\$root/share/seabios" "\$@"
END
}

# The faster of its two builds where the CPU takes it, as passt itself does.
passt_lines() {
  cat <<'END'
program=$root/bin/passt
! grep -qw avx2 /proc/cpuinfo || [[ ! -x $program.avx2 ]] || program+=.avx2
exec "${loaders[0]}" --library-path "$libraries" "$program" "$@"
END
}
