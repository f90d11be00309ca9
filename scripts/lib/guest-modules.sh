# The kernel modules a guest needs, in the order in which they can be loaded.

# copy_modules BUSYBOX TREE TO NAME...: copies the modules NAME... and what they depend on from the kernel's module
# TREE, decompressed, and writes TO/order, dependencies first. A name that is built into the kernel is passed over.
# Packages carry no modules.dep; every module names its own dependencies.
copy_modules() {
  local busybox=$1 tree=$2 to=$3 name
  shift 3
  : >"$to/order"
  for name in "$@"; do
    copy_module "$busybox" "$tree" "$to" "$name"
  done
}

copy_module() {
  local busybox=$1 tree=$2 to=$3 name=${4//-/_} file dependency
  ! grep -qx "$name.ko" "$to/order" || return 0
  file=$(module_file "$tree" "$name")
  if [[ -z $file ]]; then
    built_in "$tree" "$name" || die "kernel module $name: neither in ${tree##*/} nor built in"
    return 0
  fi
  case $file in
    *.ko.xz) "$busybox" unxz -c "$file" >"$to/$name.ko" ;;
    *.ko) cp "$file" "$to/$name.ko" ;;
    *) die "kernel module $file: compressed in a way not known here (known: .ko, .ko.xz)" ;;
  esac
  for dependency in $(module_dependencies "$to/$name.ko"); do
    copy_module "$busybox" "$tree" "$to" "$dependency"
  done
  printf '%s.ko\n' "$name" >>"$to/order"
}

# Files use - where names use _, as they like.
module_file() {
  find "$1" -name "${2//_/[-_]}.ko*" -print -quit
}

built_in() {
  tr - _ <"$1/modules.builtin" | grep -q "/$2\.ko\$"
}

module_dependencies() {
  grep -a -o '^depends=[a-zA-Z0-9_,-]*\|[[:cntrl:]]depends=[a-zA-Z0-9_,-]*' "$1" | tr -d '[:cntrl:]' |
    sed 's/^depends=//' | tr ',' ' '
}
