# Litmus tests of the ordering points in herd's format. A test has two threads: P0 is the device, which has what a policy
# executes, P1 the driver (or, at the dirty log, the front-end), which has what Linux's virt_* barriers are.

# shellcheck disable=SC2034 # for who sources this
readonly LITMUS_SHAPES=(reads copied in-place writes call-decision kick-decision log-mark log-look)

# shape_points SHAPE: the ordering points it stands for.
shape_points() {
  case $1 in
    reads) printf 'S1 S6B K1\n' ;;
    copied) printf 'S3 K2\n' ;;
    in-place) printf 'S3-in-place\n' ;;
    writes) printf 'S4 K2\n' ;;
    call-decision) printf 'S5 K3\n' ;;
    kick-decision) printf 'S6 K6\n' ;;
    log-mark | log-look) printf 'S8\n' ;;
  esac
}

# shape_meaning SHAPE: what the device does, and what must not happen.
shape_meaning() {
  case $1 in
    reads) printf 'the device sees the index (y) and a stale entry (x)\n' ;;
    copied) printf 'the device copies a buffer (x), returns it (y), and has copied what came after\n' ;;
    in-place) printf 'the device reads a buffer (x), returns it (y), and has read what came after\n' ;;
    writes) printf 'the driver sees the index (y) and a stale element (x)\n' ;;
    call-decision) printf 'the device misses the request for a call (y), the driver the used index (x)\n' ;;
    kick-decision) printf 'the device misses the avail index (y), the driver the request for a kick (x)\n' ;;
    log-mark) printf 'a page (x) is marked in the log (y), and its old content is copied\n' ;;
    log-look) printf 'a page (x) is seen to be marked (y), the mark is taken, and the old content is copied\n' ;;
  esac
}

# shape_threads SHAPE: the device's steps, then the driver's, then the outcome. r0 and r1 are what a thread's first and second
# load give. Steps: R load, W store 1, C store what was loaded, R_LL load before loads, W_PUB store after all, W_REQ the
# store of a request, SL between that and a load, R_EV load after it, FENCE whatever the policy, ORDER the policy's barrier
# before a store; the driver's are WMB, RMB, MB, and IF: what follows is done where the load gave 1.
shape_threads() {
  case $1 in
    reads) printf '%s\n' 'R_LL:y R:x' 'W:x WMB W:y' '0:r0=1 0:r1=0' ;;
    copied) printf '%s\n' 'R:x C:z W_PUB:y' 'R:y IF W:x' '0:r0=1 1:r0=1' ;;
    in-place) printf '%s\n' 'R:x W_PUB:y' 'R:y IF W:x' '0:r0=1 1:r0=1' ;;
    writes) printf '%s\n' 'W:x W_PUB:y' 'R:y RMB R:x' '1:r0=1 1:r1=0' ;;
    call-decision) printf '%s\n' 'W_PUB:x SL R_EV:y' 'W:y MB R:x' '0:r0=0 1:r0=0' ;;
    kick-decision) printf '%s\n' 'W_REQ:x SL R_LL:y' 'W:y MB R:x' '0:r0=0 1:r0=0' ;;
    log-mark) printf '%s\n' 'W:x ORDER FENCE W:y' 'R:y MB R:x' '1:r0=1 1:r1=0' ;;
    log-look) printf '%s\n' 'W:x ORDER FENCE R:y' 'W:y MB R:x' '0:r0=0 1:r0=0' ;;
  esac
}

# policy_steps ARCH POLICY STEP: the same step in terms of primitives: LD, LDA, ST, STL, DATA and the names of barriers.
policy_steps() {
  local arch=$1 policy=$2 step=$3
  case $step in
    R_LL) "loads_$arch" "$policy" ;;
    R_EV) if [[ $policy == seqcst ]]; then "loads_$arch" seqcst; else printf 'LD\n'; fi ;;
    W_PUB) "stores_$arch" "$policy" ;;
    W_REQ) if [[ $policy == seqcst ]]; then "stores_$arch" seqcst; else printf 'ST\n'; fi ;;
    ORDER) case $policy in acqrel | auto | seqcst) ;; *) "stores_$arch" "$policy" | before_store ;; esac ;;
    SL) "full_$arch" "$policy" ;;
    FENCE | MB) "full_$arch" smp ;;
    WMB) "stores_$arch" smp | before_store ;;
    RMB) "loads_$arch" smp | sed 's/^LD *//' ;;
    R) printf 'LD\n' ;;
    W) printf 'ST\n' ;;
    C) printf 'DATA\n' ;;
    IF) printf 'IF\n' ;;
  esac
}

# Of the words of an ordered store, those before the store.
before_store() {
  sed -E 's/(^| )STL?( .*)?$//'
}

loads_x86_64() {
  case $1 in
    mandatory) printf 'LD LFENCE\n' ;;
    *) printf 'LD\n' ;;
  esac
}

stores_x86_64() {
  case $1 in
    mandatory) printf 'SFENCE ST\n' ;;
    seqcst) printf 'ST LOCK\n' ;;
    *) printf 'ST\n' ;;
  esac
}

full_x86_64() {
  case $1 in
    mandatory) printf 'MFENCE\n' ;;
    none | acqrel | seqcst) printf '\n' ;;
    *) printf 'LOCK\n' ;;
  esac
}

loads_aarch64() {
  case $1 in
    none) printf 'LD\n' ;;
    acqrel | auto | seqcst) printf 'LDA\n' ;;
    smp | smp-rel) printf 'LD DMB_ISHLD\n' ;;
    dma) printf 'LD DMB_OSHLD\n' ;;
    mandatory) printf 'LD DSB_LD\n' ;;
  esac
}

stores_aarch64() {
  case $1 in
    none) printf 'ST\n' ;;
    acqrel | auto | smp-rel) printf 'DMB_ISH ST\n' ;;
    smp) printf 'DMB_ISHST ST\n' ;;
    dma) printf 'DMB_OSHST ST\n' ;;
    mandatory) printf 'DSB_ST ST\n' ;;
    seqcst) printf 'STL\n' ;;
  esac
}

full_aarch64() {
  case $1 in
    none | acqrel | seqcst) printf '\n' ;;
    dma) printf 'DMB_OSH\n' ;;
    mandatory) printf 'DSB_SY\n' ;;
    *) printf 'DMB_ISH\n' ;;
  esac
}

# herd's model of 32-bit Arm gives no meaning to a domain, so none is written.
loads_armv7() {
  case $1 in
    none) printf 'LD\n' ;;
    mandatory) printf 'LD DSB\n' ;;
    *) printf 'LD DMB\n' ;;
  esac
}

stores_armv7() {
  case $1 in
    none) printf 'ST\n' ;;
    smp | dma) printf 'DMB_ST ST\n' ;;
    mandatory) printf 'DSB_ST ST\n' ;;
    seqcst) printf 'DMB ST DMB\n' ;;
    *) printf 'DMB ST\n' ;;
  esac
}

full_armv7() {
  case $1 in
    none | acqrel | seqcst) printf '\n' ;;
    mandatory) printf 'DSB\n' ;;
    *) printf 'DMB\n' ;;
  esac
}

# Linux's model knows neither dma_* nor mandatory barriers, which are at least smp_*, nor fences that acquire or release,
# which are at least such accesses. The weaker one stands for each.
loads_lkmm() {
  case $1 in
    none) printf 'LD\n' ;;
    smp | dma | mandatory) printf 'LD smp_rmb\n' ;;
    *) printf 'LDA\n' ;;
  esac
}

stores_lkmm() {
  case $1 in
    none) printf 'ST\n' ;;
    smp | dma | mandatory) printf 'smp_wmb ST\n' ;;
    seqcst) printf 'STL smp_mb\n' ;;
    *) printf 'STL\n' ;;
  esac
}

full_lkmm() {
  case $1 in
    none | acqrel | seqcst) printf '\n' ;;
    *) printf 'smp_mb\n' ;;
  esac
}
