# Whether guests can run under KVM here. A node /dev/kvm is no proof: on many cloud machines guests under it hang before
# their first line. Proof is a guest kernel's first line.

# choose_accelerator ARCH KERNEL: prints kvm or tcg, and says why on standard error. KERNEL is the file of a guest kernel of
# ARCH. The answer for this machine's kernel and QEMU is kept in the cache. Needs say.sh, cache.sh, qemu.sh.
choose_accelerator() {
  local arch=$1 kernel=$2 answer
  answer=$(kvm_refusal "$arch")
  if [[ -z $answer ]]; then
    answer=$(kvm_answer "$arch" "$kernel")
  fi
  say "accelerator: $answer"
  printf '%s\n' "${answer%%,*}"
}

readonly KVM_WAIT_SECONDS=5

# What can be told without a guest; nothing where KVM is worth a try.
kvm_refusal() {
  if [[ $1 != "$(uname -m)" ]]; then
    printf 'tcg, since this machine is %s\n' "$(uname -m)"
  elif [[ ! -e /dev/kvm ]]; then
    printf 'tcg, since there is no /dev/kvm\n'
  elif [[ ! -r /dev/kvm || ! -w /dev/kvm ]]; then
    printf 'tcg, since %s may not open /dev/kvm\n' "$(id -un)"
  fi
}

# kvm_answer ARCH KERNEL: from the cache, or from a trial.
kvm_answer() {
  local arch=$1 kernel=$2 key cached
  key=$({ uname -a && "qemu-system-$arch" --version; } | sha256sum | cut -c 1-12)
  cached=$(cache_dir)/kvm-$key
  if [[ -r $cached ]]; then
    printf '%s (seen before; %s remembers it)\n' "$(<"$cached")" "$cached"
    return
  fi
  say 'accelerator: trying KVM ...'
  kvm_trial "$arch" "$kernel" >"$cached.$$"
  mv "$cached.$$" "$cached"
  cat "$cached"
}

# kvm_trial ARCH KERNEL: starts a guest and prints the answer: kvm when the kernel's first line is seen in time, else
# tcg and what was seen instead.
kvm_trial() {
  local qemu output why
  output=$(mktemp)
  exec_kvm_guest "$1" "$2" >"$output" 2>&1 </dev/null &
  qemu=$!
  if kernel_line_seen "$output" "$qemu"; then
    printf 'kvm, since a guest kernel started under it\n'
  else
    why=$(grep -a -m 1 'error:' "$output" || true)
    printf 'tcg, since a guest under KVM printed no kernel line within %s s%s\n' "$KVM_WAIT_SECONDS" "${why:+ ($why)}"
  fi
  # A guest that hangs in KVM may keep QEMU from ending when asked to.
  kill -KILL "$qemu" 2>/dev/null || true
  wait "$qemu" 2>/dev/null || true
  rm -f "$output"
}

kernel_line_seen() {
  local tenths
  for ((tenths = 0; tenths < KVM_WAIT_SECONDS * 10; tenths++)); do
    grep -aq 'Linux version' "$1" && return
    kill -0 "$2" 2>/dev/null || return
    sleep 0.1
  done
  return 1
}

# early...: the first line shows before the console driver is there.
exec_kvm_guest() {
  local arch=$1 kernel=$2 machine=q35 early=earlyprintk=ttyS0
  if [[ $arch == aarch64 ]]; then
    machine=virt,gic-version=host early=earlycon=pl011,0x9000000
  fi
  exec "qemu-system-$arch" -nodefaults -display none -accel kvm -machine "$machine" -cpu host -m 256M \
    -kernel "$kernel" -append "console=$(qemu_console "$arch") $early" -serial stdio -no-reboot
}
