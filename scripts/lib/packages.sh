# Host packages that the scripts need.

# ensure_packages NAME...: installs those of the packages that are missing, as root or through sudo, without
# recommended packages. Package lists are fetched only where they do not know a package or its file is gone.
ensure_packages() {
  local missing=() package
  for package in "$@"; do
    package_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "missing: ${missing[*]}; install them (this system has no apt-get)"
  as_root true || die "missing: ${missing[*]}; run as root: apt-get install --no-install-recommends ${missing[*]}"
  # Lists that know the packages may be old, and their files gone from the mirror: hence the second try.
  { packages_known "${missing[@]}" && install_packages "${missing[@]}"; } || {
    apt_update
    install_packages "${missing[@]}" || die "packages ${missing[*]}: apt-get cannot install them (reason above)"
  }
}

package_installed() {
  # shellcheck disable=SC2016 # dpkg's variable, not the shell's
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

packages_known() {
  local package
  for package in "$@"; do
    package_available "$package" || return
  done
}

# package_available NAME: true where the package lists have a version that can be installed.
package_available() {
  [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]
}

apt_update() {
  quietly 'package lists' as_root apt-get update || die 'package lists: apt-get update failed (reason above)'
}

install_packages() {
  quietly "installing $*" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    command -v sudo >/dev/null && sudo "$@"
  fi
}
