package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingsTest {
  private static final long PAGE = Libc.PAGE_BYTES;

  @Test
  void whatIsWrittenOnOneSideIsReadOnTheOther() throws PeerException {
    try (Fd fd = Kernel.memfd("mappings-test", 4 * PAGE);
        Arena one = Arena.ofShared();
        Arena other = Arena.ofShared()) {
      MemorySegment whole = Mappings.map(one, FileRange.of(fd, 0, 4 * PAGE));
      MemorySegment part = Mappings.map(other, FileRange.of(fd, PAGE + 10, 100));
      assertThat(part.byteSize()).isEqualTo(100);
      part.fill((byte) 7);
      assertThat(whole.get(ValueLayout.JAVA_BYTE, PAGE + 9)).isZero();
      assertThat(whole.asSlice(PAGE + 10, 100).toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
      assertThat(whole.get(ValueLayout.JAVA_BYTE, PAGE + 110)).isZero();
    }
  }

  @Test
  void aMappingOutlivesItsDescriptorAndEndsWithItsArena() throws PeerException {
    String name = "mappings-test-lifetime";
    Arena arena = Arena.ofShared();
    MemorySegment memory;
    try (Fd fd = Kernel.memfd(name, PAGE)) {
      memory = Mappings.map(arena, FileRange.of(fd, 0, PAGE));
    }
    memory.set(ValueLayout.JAVA_INT, 0, 42);
    assertThat(memory.get(ValueLayout.JAVA_INT, 0)).isEqualTo(42);
    assertThat(mapped(name)).isEqualTo(1);
    arena.close();
    assertThat(mapped(name)).isZero();
    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_INT, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFileMustReachTheEndOfTheRange() throws PeerException {
    try (Fd fd = Kernel.memfd("mappings-test", 2 * PAGE)) {
      assertThat(FileRange.of(fd, PAGE, PAGE).size()).isEqualTo(PAGE);
      assertThatThrownBy(() -> FileRange.of(fd, PAGE, PAGE + 1))
          .isInstanceOf(PeerException.class)
          .hasMessage(
              "file of %d bytes to map, allowed from %d (offset %d + size %d)"
                  .formatted(2 * PAGE, 2 * PAGE + 1, PAGE, PAGE + 1));
      assertThatThrownBy(() -> FileRange.of(fd, 2 * PAGE, 1))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("allowed from " + (2 * PAGE + 1));
    }
  }

  @Test
  void emptyNegativeAndOverflowingRangesAreRefused() {
    try (Fd fd = Kernel.memfd("mappings-test", PAGE)) {
      long[][] ranges = {
        {0, 0}, {0, -1}, {-1, 1}, {Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}, {-PAGE, 2 * PAGE}
      };
      for (long[] range : ranges) {
        assertThatThrownBy(() -> FileRange.of(fd, range[0], range[1]))
            .isInstanceOf(PeerException.class)
            .hasMessage(
                "file range of size 0x%x at offset 0x%x, allowed a size from 1 and a sum up to"
                    + " 2^63 - 1",
                range[1], range[0]);
      }
    }
  }

  @Test
  void onlyRegularFilesAreMapped() {
    Fd[] pipe = Kernel.pipe();
    assertThatThrownBy(() -> FileRange.of(pipe[0], 0, 1))
        .isInstanceOf(PeerException.class)
        .hasMessage("file of type 010000 to map, allowed a regular file or memfd (0100000)");
    pipe[0].close();
    pipe[1].close();
  }

  @Test
  void theSealAgainstShrinkingIsTold() throws PeerException {
    try (Fd fd = Kernel.memfd("mappings-test", PAGE)) {
      assertThat(FileRange.of(fd, 0, PAGE).sealedAgainstShrinking()).isFalse();
      fd.fcntl(1033, 2); // F_ADD_SEALS, F_SEAL_SHRINK
      assertThat(FileRange.of(fd, 0, PAGE).sealedAgainstShrinking()).isTrue();
    }
  }

  @Test
  void aSealAgainstWritingIsToldByTheKernel() throws PeerException {
    try (Fd fd = Kernel.memfd("mappings-test", PAGE);
        Arena arena = Arena.ofShared()) {
      FileRange range = FileRange.of(fd, 0, PAGE);
      fd.fcntl(1033, 8); // F_ADD_SEALS, F_SEAL_WRITE
      assertThatThrownBy(() -> Mappings.map(arena, range))
          .isInstanceOf(OsException.class)
          .hasMessage("mmap %s offset 0 size %d: EPERM (not permitted)".formatted(fd, PAGE));
    }
  }

  @Test
  void rangesOfSeveralFilesLieOneAfterTheOther() throws PeerException {
    try (Fd a = Kernel.memfd("mappings-test-a", 4 * PAGE);
        Fd b = Kernel.memfd("mappings-test-b", 4 * PAGE);
        Arena arena = Arena.ofShared()) {
      // The first may start within a page, and the last may end within one.
      List<FileRange> ranges =
          List.of(
              FileRange.of(a, PAGE + 100, 2 * PAGE - 100),
              FileRange.of(b, 2 * PAGE, PAGE),
              FileRange.of(a, 0, 50));
      assertThat(Mappings.joinable(ranges)).isTrue();
      MemorySegment joined = Mappings.mapJoined(arena, ranges);
      assertThat(joined.byteSize()).isEqualTo(3 * PAGE - 50);

      MemorySegment wholeA = Mappings.map(arena, FileRange.of(a, 0, 4 * PAGE));
      MemorySegment wholeB = Mappings.map(arena, FileRange.of(b, 0, 4 * PAGE));
      ValueLayout.OfLong u64 = ValueLayout.JAVA_LONG_UNALIGNED;
      long border = 2 * PAGE - 100;
      joined.set(u64, border - 4, 0x8877_6655_4433_2211L);
      assertThat(wholeA.get(ValueLayout.JAVA_INT, 3 * PAGE - 4)).isEqualTo(0x4433_2211);
      assertThat(wholeB.get(ValueLayout.JAVA_INT, 2 * PAGE)).isEqualTo(0x8877_6655);
      joined.set(ValueLayout.JAVA_BYTE, joined.byteSize() - 1, (byte) 9);
      assertThat(wholeA.get(ValueLayout.JAVA_BYTE, 49)).isEqualTo((byte) 9);
      assertThat(wholeA.get(ValueLayout.JAVA_BYTE, PAGE + 99)).isZero();
      assertThatThrownBy(() -> joined.get(ValueLayout.JAVA_BYTE, joined.byteSize()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void rangesThatDoNotMeetAtPageBordersAreNotJoined() throws PeerException {
    try (Fd a = Kernel.memfd("mappings-test-a", 4 * PAGE);
        Arena arena = Arena.ofShared()) {
      FileRange page = FileRange.of(a, 0, PAGE);
      FileRange shortPage = FileRange.of(a, 0, PAGE - 1);
      FileRange oddOffset = FileRange.of(a, 1, PAGE);
      assertThat(Mappings.joinable(List.of(page, shortPage))).isTrue();
      assertThat(Mappings.joinable(List.of(shortPage, page))).isFalse();
      assertThat(Mappings.joinable(List.of(page, oddOffset))).isFalse();
      assertThatThrownBy(() -> Mappings.mapJoined(arena, List.of(shortPage, page)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("ranges that do not meet at page borders: ");
    }
  }

  @Test
  void hugePagesAreJoinedOnlyAtTheirOwnBorders() throws PeerException {
    long huge = 512 * PAGE;
    try (Fd a = Kernel.memfd("mappings-test-a", 4 * huge);
        Arena arena = Arena.ofShared()) {
      // A file system that tells a larger block: the mapping must keep to its borders.
      FileRange small = FileRange.of(a, 0, PAGE);
      FileRange large = new FileRange(a, huge, huge, huge, false);
      FileRange within = new FileRange(a, huge + PAGE, huge - PAGE, huge, false);
      assertThat(Mappings.joinable(List.of(small, large))).isFalse();
      assertThat(Mappings.joinable(List.of(large, small))).isTrue();
      assertThat(Mappings.joinable(List.of(within, large, small))).isTrue();
      MemorySegment joined = Mappings.mapJoined(arena, List.of(within, large, small));
      assertThat((joined.address() + huge - PAGE) % huge).isZero();
      joined.set(ValueLayout.JAVA_INT, 0, 5);
      MemorySegment whole = Mappings.map(arena, FileRange.of(a, 0, 4 * huge));
      assertThat(whole.get(ValueLayout.JAVA_INT, huge + PAGE)).isEqualTo(5);
    }
  }

  @Test
  void aRangeThatCannotBeMappedLeavesNothingMapped(@TempDir Path directory) throws Exception {
    String name = "mappings-test-cleanup";
    Path readOnly = Files.write(directory.resolve("read-only"), new byte[(int) PAGE]);
    try (Fd good = Kernel.memfd(name, PAGE);
        Fd bad = openReadOnly(readOnly);
        Arena arena = Arena.ofShared()) {
      List<FileRange> ranges = List.of(FileRange.of(good, 0, PAGE), FileRange.of(bad, 0, PAGE));
      assertThatThrownBy(() -> Mappings.mapJoined(arena, ranges))
          .isInstanceOf(OsException.class)
          .hasMessageContaining("EACCES (permission denied)");
      assertThat(mapped(name)).isZero();
    }
  }

  private static Fd openReadOnly(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      return Fd.adopt((int) Kernel.call("open", arena.allocateFrom(path.toString()), 0x80000));
    }
  }

  /** Mappings of this process of a file whose name contains a text. */
  private static long mapped(String name) {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(name)).count();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
