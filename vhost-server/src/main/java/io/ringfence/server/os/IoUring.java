package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Many writes to one file by one system call (io_uring). For one thread at a time. It allocates
 * nothing. The kernel accesses the queues only within the call, where it has its own barriers. All
 * writes have ended when the call returns.
 *
 * <pre>
 *   io_uring_params  20 features  40 sq_off  80 cq_off                                  (120)
 *   sq_off   0 head  4 tail  8 ring_mask  24 array       cq_off  0 head  4 tail  8 ring_mask  20 cqes
 *   io_uring_sqe     0 opcode  4 fd  8 off  16 addr  24 len  28 rw_flags  32 user_data   (64)
 *   io_uring_cqe     0 user_data  8 res                                                  (16)
 * </pre>
 */
public final class IoUring implements AutoCloseable {
  private static final String PROPERTY = "ringfence.io_uring";

  private static final LibcFunction SYSCALL = LibcFunction.ofLong("syscall");

  private static final int SYS_SETUP = 425; // on every architecture
  private static final int SYS_ENTER = 426;
  private static final int PARAMS_BYTES = 120;
  private static final int FEATURES = 20;
  private static final int SUBMISSIONS = 40;
  private static final int COMPLETIONS = 80;
  private static final int TAIL = 4; // within both; the head is at 0
  private static final int MASK = 8;
  private static final int SUBMISSION_ARRAY = 24;
  private static final int COMPLETION_ENTRIES = 20;
  private static final int FEATURE_SINGLE_MAPPING = 1;
  private static final long ENTRIES_OFFSET = 0x1000_0000; // of the file, for mmap
  private static final int ENTER_WAIT = 1;

  private static final int ENTRY_BYTES = 64;
  private static final int COMPLETION_BYTES = 16;
  private static final int WRITEV = 2;
  private static final long AT_POSITION = -1;
  private static final long NOT_DONE = -Errno.EAGAIN;

  private final Fd own;
  private final Arena mappings;
  private final int file;
  private final MemorySegment rings;
  private final MemorySegment entries;
  private final long submissionTail;
  private final int submissionMask;
  private final long submissionArray;
  private final long completionHead;
  private final long completionTail;
  private final int completionMask;
  private final long completionEntries;
  private final long[] results;
  private int count;

  private IoUring(Fd own, Arena mappings, Fd file, int capacity, MemorySegment params) {
    this.own = own;
    this.mappings = mappings;
    this.file = file.number();
    results = new long[capacity];
    int allSubmissions = params.get(Libc.INT, 0);
    int allCompletions = params.get(Libc.INT, 4);
    submissionArray = offset(params, SUBMISSIONS + SUBMISSION_ARRAY);
    completionEntries = offset(params, COMPLETIONS + COMPLETION_ENTRIES);
    long ringBytes =
        Math.max(
            submissionArray + 4L * allSubmissions,
            completionEntries + (long) COMPLETION_BYTES * allCompletions);
    rings = Mappings.mapQueue(mappings, own, ringBytes, 0);
    entries = Mappings.mapQueue(mappings, own, (long) ENTRY_BYTES * allSubmissions, ENTRIES_OFFSET);
    submissionTail = offset(params, SUBMISSIONS + TAIL);
    submissionMask = rings.get(Libc.INT, offset(params, SUBMISSIONS + MASK));
    completionHead = offset(params, COMPLETIONS);
    completionTail = offset(params, COMPLETIONS + TAIL);
    completionMask = rings.get(Libc.INT, offset(params, COMPLETIONS + MASK));
  }

  /**
   * Opens queues for a file.
   *
   * @param file belongs to the caller, and must stay open as long as this is
   * @param capacity most writes of one call, from 1
   * @return empty if the kernel lacks io_uring or denies it to this process, or if it was turned
   *     off ({@code -Dringfence.io_uring=off})
   */
  public static Optional<IoUring> open(Fd file, int capacity) {
    if ("off".equals(System.getProperty(PROPERTY))) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(PARAMS_BYTES, 8);
      long number = SYSCALL.call(SYS_SETUP, capacity, params.address());
      if (number < 0) {
        return Optional.empty();
      }
      Fd own = Fd.adopt((int) number);
      if ((params.get(Libc.INT, FEATURES) & FEATURE_SINGLE_MAPPING) == 0) { // before Linux 5.4
        own.close();
        return Optional.empty();
      }
      return mapped(own, file, capacity, params);
    }
  }

  private static Optional<IoUring> mapped(Fd own, Fd file, int capacity, MemorySegment params) {
    Arena mappings = Arena.ofShared();
    try {
      return Optional.of(new IoUring(own, mappings, file, capacity, params));
    } catch (OsException e) {
      Mappings.unmap(mappings);
      own.close();
      return Optional.empty();
    }
  }

  private static long offset(MemorySegment params, long at) {
    return params.get(Libc.INT, at);
  }

  /**
   * Adds a write to the next call.
   *
   * @param vectors address of pairs of u64 address and length, unchanged until then
   * @param vectorCount number of pairs
   */
  public void writev(long vectors, int vectorCount) {
    int slot = rings.get(Libc.INT, submissionTail) + count & submissionMask;
    long entry = (long) slot * ENTRY_BYTES; // all other fields are 0, as mapped
    entries.set(ValueLayout.JAVA_BYTE, entry, (byte) WRITEV);
    entries.set(Libc.INT, entry + 4, file);
    entries.set(Libc.LONG, entry + 8, AT_POSITION);
    entries.set(Libc.LONG, entry + 16, vectors);
    entries.set(Libc.INT, entry + 24, vectorCount);
    entries.set(Libc.INT, entry + 28, Libc.RWF_NOWAIT); // O_NONBLOCK alone would let it wait
    entries.set(Libc.LONG, entry + 32, count);
    rings.set(Libc.INT, submissionArray + 4L * slot, slot);
    results[count++] = NOT_DONE;
  }

  /**
   * Makes the added writes, in order, and clears the queue. Writes that the kernel refuses for lack
   * of memory result in EAGAIN.
   *
   * @throws OsException for an error that every later call would have
   */
  public void submit() {
    int before = rings.get(Libc.INT, submissionTail);
    rings.set(Libc.INT, submissionTail, before + count);
    int taken = 0;
    long now;
    do {
      now = enter(count - taken, count);
      taken += (int) Math.max(0, now);
    } while (taken < count && (now > 0 || now == -Errno.EINTR));
    rings.set(Libc.INT, submissionTail, before + taken);
    while (completed() < taken) {
      enter(0, taken);
    }
    reap();
    count = 0;
  }

  private long enter(int submit, int await) {
    long result = SYSCALL.call(SYS_ENTER, own.number(), submit, await, ENTER_WAIT);
    if (result < 0 && IoCall.RING_ENTER.verdict(result) != IoCall.Verdict.NOTHING_NOW) {
      throw IoCall.RING_ENTER.error(result, own);
    }
    return result;
  }

  private int completed() {
    return rings.get(Libc.INT, completionTail) - rings.get(Libc.INT, completionHead);
  }

  private void reap() {
    int head = rings.get(Libc.INT, completionHead);
    int tail = rings.get(Libc.INT, completionTail);
    for (; head != tail; head++) {
      long completion = completionEntries + (long) (head & completionMask) * COMPLETION_BYTES;
      results[(int) rings.get(Libc.LONG, completion)] = rings.get(Libc.INT, completion + 8);
    }
    rings.set(Libc.INT, completionHead, head);
  }

  /**
   * Returns the result of write {@code n} of the last call: bytes, or minus an errno. EAGAIN if it
   * would have waited, EOPNOTSUPP if this kernel does not support RWF_NOWAIT on this kind of file.
   */
  public long result(int n) {
    return results[n];
  }

  @Override
  public void close() {
    Mappings.unmap(mappings);
    own.close();
  }
}
