# The distribution's packages for a guest, through a package state of our own: own lists, own cache, own sources,
# an empty list of installed packages. The host's lists and packages are read-only to it. Signatures are
# checked with the host's keys, and the host's proxy and credentials are used.

# private_apt_create STATE DEBIAN_ARCH TARGET: makes the state folder for packages of release TARGET ("" is the
# host's own) and fetches its lists. Status 1 where no list could be had.
private_apt_create() {
  local state=$1 arch=$2 target=$3 codename
  codename=$(host_codename)
  target=${target:-$codename}
  mkdir -p "$state"/{lists/partial,cache/archives/partial,etc/none.d}
  : >"$state/status"
  host_apt_sources | xargs -0 awk -v codename="$codename" -v target="$target" -v arch="$arch" -v extra=non-free \
    -f "$SCRIPTS/lib/apt-sources.awk" >"$state/etc/ringfence.sources"
  [[ -s $state/etc/ringfence.sources ]] ||
    die "no package source for $codename with component main under /etc/apt: add the distribution's own"
  private_apt_preferences >"$state/etc/preferences"
  private_apt_configuration "$state" "$arch" >"$state/apt.conf"
  # As root, apt fetches as the user _apt and wants a folder that this user can write.
  mkdir "$state/single"
  chmod 777 "$state/single"
  # A mirror that is being brought up to date may lack one list; which packages there are is looked at later.
  quietly "package lists of $target for $arch" private_apt "$state" update ||
    compgen -G "$state/lists/*_${target}_main_binary-${arch}_Packages*" >/dev/null
}

# private_apt STATE ARGUMENTS...: apt-get on that state. -c is read after the host's files, so it wins over them.
private_apt() {
  local state=$1
  shift
  LC_ALL=C apt-get -c "$state/apt.conf" "$@"
}

# current_kernel STATE PACKAGE: the kernel image that the package, which is empty itself, depends on; nothing where there
# is no such package.
current_kernel() {
  LC_ALL=C apt-cache -c "$1/apt.conf" depends --important "$2" 2>/dev/null |
    awk '$1 == "Depends:" && $2 ~ /^linux-image-/ && !seen++ { print $2 }'
}

# package_files STATE PACKAGE...: the file names of the packages and of all that they depend on, one a line.
# Status not 0 where one of them does not exist in the release.
package_files() {
  local state=$1
  shift
  private_apt "$state" -qq --print-uris install "$@" 2>"$state/why" | awk '{ print $2 }'
  return "${PIPESTATUS[0]}"
}

# package_file STATE PACKAGE: the file name of that package alone.
package_file() {
  private_apt "$1" -qq --print-uris download "$2" | awk '{ print $2 }'
}

# unpack_packages STATE ROOT PACKAGE...: fetches the packages and what they depend on and unpacks them in ROOT.
unpack_packages() {
  local state=$1 root=$2 file
  shift 2
  quietly "packages $*" private_apt "$state" -y --download-only install "$@" || return
  mkdir -p "$root"
  for file in "$state"/cache/archives/*.deb; do
    dpkg-deb -x "$file" "$root" || return
  done
}

# unpack_single STATE ROOT PACKAGE: the package alone, for one whose dependencies only serve its installation.
unpack_single() {
  local state=$1 root=$2 package=$3
  (
    cd "$state/single"
    quietly "package $package" private_apt "$state" download "$package"
  ) || return
  mkdir -p "$root"
  dpkg-deb -x "$state/single/$package"_*.deb "$root"
}

# package_versions STATE: name, version and architecture of every fetched package, one a line.
package_versions() {
  local file
  for file in "$1"/cache/archives/*.deb "$1"/single/*.deb; do
    [[ -e $file ]] || continue
    # shellcheck disable=SC2016 # dpkg-deb's variables, not the shell's
    dpkg-deb -W --showformat='${Package} ${Version} ${Architecture}\n' "$file"
  done | sort
}

host_codename() {
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  [[ $codename && -x /usr/bin/apt-get ]] ||
    die "guest images are built from Debian packages: this needs Debian 12 or later"
  printf '%s\n' "$codename"
}

# The host's source files, each followed by a zero byte.
host_apt_sources() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [[ -r $file ]] && printf '%s\0' "$file"
  done
  return 0
}

# Some vendors publish under the distribution's suite names. The guest takes nothing from them.
private_apt_preferences() {
  printf 'Package: *\nPin: release o=Debian\nPin-Priority: 500\n\nPackage: *\nPin: release *\nPin-Priority: -1\n'
}

# #clear: the host's hooks act on the host's own package state.
private_apt_configuration() {
  local state=$1 arch=$2
  cat <<END
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear APT::Architectures;
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Default-Release "";
Acquire::Languages "none";
Dir::State "$state";
Dir::State::lists "$state/lists";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
Dir::Etc::sourcelist "$state/etc/none";
Dir::Etc::sourceparts "$state/etc";
Dir::Etc::preferences "$state/etc/preferences";
Dir::Etc::preferencesparts "$state/etc/none.d";
Dir::Log "$state";
END
}
