# Litmus tests as text, for herd's parsers of x86-64, AArch64, 32-bit Arm and Linux's C. Needs litmus.sh.

# litmus_body ARCH SHAPE POLICY: the test without its name.
litmus_body() {
  local arch=$1 shape=$2 policy=$3 threads device driver outcome
  mapfile -t threads < <(shape_threads "$shape")
  device=$(thread_lines "$arch" "$policy" "${threads[0]}")
  driver=$(thread_lines "$arch" linux "${threads[1]}")
  outcome=$(outcome_text "$arch" "${threads[2]}")
  printf '"%s"\n' "$(shape_meaning "$shape")"
  if [[ $arch == lkmm ]]; then
    printf '{ }\n'
    printf 'P%d(int *x, int *y, int *z)\n{\n%s\n}\n' 0 "$device" 1 "$driver"
  else
    litmus_start "$arch" "$shape"
    columns "$device" "$driver"
  fi
  printf 'exists (%s)\n' "$outcome"
}

litmus_header() {
  case $1 in
    x86_64) printf 'X86_64\n' ;;
    aarch64) printf 'AArch64\n' ;;
    armv7) printf 'ARM\n' ;;
    lkmm) printf 'C\n' ;;
  esac
}

# litmus_start ARCH SHAPE: what the registers hold; only a copy has a place of its own (z).
litmus_start() {
  case $1:$2 in
    x86_64:*) printf '{ }\n' ;;
    aarch64:copied) printf '{ 0:X1=x; 0:X2=y; 0:X3=z; 1:X1=x; 1:X2=y; }\n' ;;
    aarch64:*) printf '{ 0:X1=x; 0:X2=y; 1:X1=x; 1:X2=y; }\n' ;;
    armv7:copied) printf '{ %%x0=x; %%y0=y; %%z0=z; %%x1=x; %%y1=y; }\n' ;;
    armv7:*) printf '{ %%x0=x; %%y0=y; %%x1=x; %%y1=y; }\n' ;;
  esac
}

# thread_lines ARCH POLICY STEPS: a thread's instructions, one a line. r is the next load's register, last the one before.
thread_lines() {
  local arch=$1 policy=$2 thread=0 step place words word r=0 depth=0
  [[ $policy != linux ]] || thread=1
  for step in $3; do
    place=${step#*:}
    read -ra words < <(policy_steps "$arch" "$policy" "${step%%:*}")
    for word in "${words[@]}"; do
      "instruction_$arch" "$word" "$place" "$r" "$thread"
      case $word in
        LD | LDA) r=$((r + 1)) ;;
        IF) depth=1 ;;
      esac
    done
  done
  end_of_thread "$arch" "$depth"
}

end_of_thread() {
  ((!$2)) || case $1 in
    aarch64 | armv7) printf 'LC00:\n' ;;
    lkmm) printf '\t}\n' ;;
  esac
}

# instruction_ARCH WORD PLACE R THREAD
# shellcheck disable=SC2016 # $1 and $0 are constants of the assembler
instruction_x86_64() {
  local registers=(eax ebx)
  case $1 in
    LD) printf 'movl (%s),%%%s\n' "$2" "${registers[$3]}" ;;
    ST) printf 'movl $1,(%s)\n' "$2" ;;
    DATA) printf 'movl %%eax,(%s)\n' "$2" ;;
    LOCK) printf 'lock addl $0,(s%d)\n' "$4" ;; # a word of the thread's own stack
    IF) ;;                                      # loads and stores of one thread stay in order as it is
    *) printf '%s\n' "${1,,}" ;;
  esac
}

instruction_aarch64() {
  local -A base=([x]=X1 [y]=X2 [z]=X3)
  case $1 in
    LD) printf 'LDR W%d,[%s]\n' $(($3 + 4)) "${base[$2]}" ;;
    LDA) printf 'LDAR W%d,[%s]\n' $(($3 + 4)) "${base[$2]}" ;;
    ST) printf 'MOV W0,#1\nSTR W0,[%s]\n' "${base[$2]}" ;;
    STL) printf 'MOV W0,#1\nSTLR W0,[%s]\n' "${base[$2]}" ;;
    DATA) printf 'STR W4,[%s]\n' "${base[$2]}" ;;
    IF) printf 'CBZ W4,LC00\n' ;;
    *) printf '%s\n' "${1/_/ }" ;;
  esac
}

instruction_armv7() {
  case $1 in
    LD) printf 'LDR R%d,[%%%s%d]\n' $(($3 + 4)) "$2" "$4" ;;
    ST) printf 'MOV R0,#1\nSTR R0,[%%%s%d]\n' "$2" "$4" ;;
    DATA) printf 'STR R4,[%%%s%d]\n' "$2" "$4" ;;
    IF) printf 'CMP R4,#0\nBEQ LC00\n' ;;
    *) printf '%s\n' "${1/_/ }" ;;
  esac
}

instruction_lkmm() {
  case $1 in
    LD) printf '\tint r%d = READ_ONCE(*%s);\n' "$3" "$2" ;;
    LDA) printf '\tint r%d = smp_load_acquire(%s);\n' "$3" "$2" ;;
    ST) printf '\tWRITE_ONCE(*%s, 1);\n' "$2" ;;
    STL) printf '\tsmp_store_release(%s, 1);\n' "$2" ;;
    DATA) printf '\tWRITE_ONCE(*%s, r0);\n' "$2" ;;
    IF) printf '\tif (r0) {\n' ;;
    *) printf '\t%s();\n' "$1" ;;
  esac
}

# outcome_text ARCH 'THREAD:rN=VALUE THREAD:rN=VALUE'
outcome_text() {
  local arch=$1 text=${2/ / /\\ }
  case $arch in
    x86_64) text=${text//r0/rax} && text=${text//r1/rbx} ;;
    aarch64) text=${text//r0/X4} && text=${text//r1/X5} ;;
    armv7) text=${text//r0/R4} && text=${text//r1/R5} ;;
  esac
  printf '%s\n' "$text"
}

# columns DEVICE DRIVER: the two lists side by side, as herd wants assembly.
columns() {
  paste <(printf 'P0\n%s\n' "$1") <(printf 'P1\n%s\n' "$2") |
    awk -F '\t' '{ printf " %-18s | %-18s ;\n", $1, $2 }'
}
