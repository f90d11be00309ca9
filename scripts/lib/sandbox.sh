# A place of its own for daemon, guest and netserver: user, network, process and mount namespace. In it the caller
# is root, may create TAPs, and reaches no network of the host. When COMMAND ends, the kernel ends all that it left.

# in_sandbox COMMAND...: runs COMMAND (a program, not a function) there, with lo up, and returns its status.
# INT, TERM and HUP reach COMMAND and its children as TERM; what is alive GRACE seconds later is killed.
# Standard input is empty. The caller's own traps for these signals are gone afterwards, its EXIT trap is run.
in_sandbox() {
  local inner status=0
  check_sandbox
  # Job control gives the sandbox a process group of its own, to be signalled as one. The shell would
  # also start a plain background job with INT ignored, which a JVM inherits for good.
  set -m
  # setpriv: should this shell itself be killed, unshare goes too, and with it the sandbox.
  setpriv --pdeathsig KILL unshare "${SANDBOX[@]}" \
    bash -c 'ip link set lo up && "$@"; exit $?' sandbox "$@" </dev/null &
  inner=$!
  set +m
  trap 'end_sandbox "$inner" 130' INT
  trap 'end_sandbox "$inner" 143' TERM HUP
  wait "$inner" || status=$?
  trap - INT TERM HUP
  return "$status"
}

readonly GRACE=10
readonly SANDBOX=(--user --map-root-user --net --pid --fork --kill-child --mount-proc)

# end_sandbox PID STATUS: asks the process group to end, insists after GRACE seconds, exits with STATUS.
# unshare itself keeps TERM blocked, and ends when its child does.
end_sandbox() {
  local inner=$1 deadline=$((SECONDS + GRACE))
  trap - INT TERM HUP
  kill -TERM -- "-$inner" 2>/dev/null || true
  while kill -0 "$inner" 2>/dev/null && ((SECONDS < deadline)); do
    sleep 0.1
  done
  kill -KILL "$inner" 2>/dev/null || true
  wait "$inner" 2>/dev/null || true
  exit "$2"
}

# check_sandbox: one line and exit status 1 where a sandbox with a TAP cannot be had on this machine.
check_sandbox() {
  local why
  [[ -c /dev/net/tun ]] ||
    die '/dev/net/tun is not there: load the module (modprobe tun), or give the container that device'
  why=$(unshare "${SANDBOX[@]}" true 2>&1) ||
    die "no user namespace (${why##*unshare: }): allow them (sysctl user.max_user_namespaces=10000" \
      'kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0), or leave the container'
  : 2>/dev/null <>/dev/net/tun ||
    die "/dev/net/tun cannot be opened by $(id -un): allow it (chmod 666 /dev/net/tun), or run as root"
  why=$(unshare "${SANDBOX[@]}" ip tuntap add dev probe mode tap 2>&1) ||
    die "no TAP can be created in a namespace ($why): load the module (modprobe tun)"
}

# make_tap NAME ADDRESS/PREFIX QUEUES MTU: to be called inside. QUEUES > 1 makes it multi-queue. No IPv6
# on it: the kernel's own neighbour and router messages would count among the measured frames.
make_tap() {
  local name=$1 queues=${3:-1} mode=()
  ((queues > 1)) && mode=(multi_queue)
  ip tuntap add dev "$name" mode tap vnet_hdr "${mode[@]}"
  printf 1 >"/proc/sys/net/ipv6/conf/$name/disable_ipv6" 2>/dev/null || true
  ip address add "$2" dev "$name"
  ip link set "$name" mtu "${4:-1500}" up
}
