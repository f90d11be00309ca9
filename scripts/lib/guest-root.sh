# The guest's file tree, from unpacked packages, and its initramfs.

# guest_root UNPACKED ROOT: ROOT has busybox, netperf, netserver, ethtool, their libraries, init and agent.
guest_root() {
  local unpacked=$1 root=$2 directory program
  mkdir -p "$root"/{dev,proc,sys,tmp,run,root,etc,modules,usr/bin,usr/sbin,usr/lib}
  for directory in bin sbin lib; do
    ln -s "usr/$directory" "$root/$directory"
  done
  ln -s lib "$root/usr/lib64"
  ln -s usr/lib "$root/lib64"
  for program in busybox netperf netserver ethtool; do
    cp "$(find_program "$unpacked" "$program")" "$root/usr/bin/$program"
  done
  copy_libraries "$unpacked" "$root/usr/lib"
  cp "$SCRIPTS/guest/init" "$root/init"
  cp "$SCRIPTS/guest/agent" "$root/usr/sbin/agent"
  chmod 755 "$root/init" "$root/usr/sbin/agent"
  network_names "$root/etc"
}

# find_program UNPACKED NAME: its path; packages put programs in four different folders.
find_program() {
  local path
  for path in "$1"/{usr/,}{bin,sbin}/"$2"; do
    [[ -f $path ]] && printf '%s\n' "$path" && return
  done
  die "program $2: in none of the packages"
}

# copy_libraries UNPACKED LIB: shared libraries and the loader, all in one folder that the loader looks in.
# Programs name the loader by an absolute path in /lib or /lib64, both of which are that folder.
copy_libraries() {
  local library
  while IFS= read -r library; do
    cp -L "$library" "$2/${library##*/}"
  done < <(find "$1" \( -path '*/gconv/*' -o -path '*/audit/*' \) -prune -o \
    \( -name 'lib*.so.*' -o -name 'ld-linux*.so.*' \) \( -type f -o -type l \) -print)
}

# What the C library asks for when netperf gives it a protocol name and a numeric address.
network_names() {
  printf 'tcp 6 TCP\nudp 17 UDP\nicmp 1 ICMP\nsctp 132 SCTP\n' >"$1/protocols"
  printf 'netperf 12865/tcp\n' >"$1/services"
  printf '127.0.0.1 localhost guest\n' >"$1/hosts"
  printf 'hosts: files\nservices: files\nprotocols: files\n' >"$1/nsswitch.conf"
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$1/passwd"
}

# initramfs BUSYBOX ROOT FILE: packs ROOT. Not compressed: unpacking costs an emulated guest more than reading.
initramfs() {
  (cd "$2" && find . | LC_ALL=C sort | "$1" cpio -o -H newc >"$3") || die "$3: cannot be written"
}
