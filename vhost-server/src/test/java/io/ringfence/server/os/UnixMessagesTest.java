package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixMessagesTest {
  private static final int HEADER = 12;

  /** Counted by name, so that what the virtual machine opens does not matter. */
  private static final String NAME = "unix-messages-test";

  private final Fd[] sockets = Kernel.socketPair();
  private final Fd frontEnd = sockets[0];
  private final Fd sent = Kernel.memfd(NAME, 0);
  private final UnixMessages messages = new UnixMessages(sockets[1].number(), HEADER, 4096);

  @BeforeEach
  void onlyTheSentFdIsOpen() {
    assertThat(Kernel.openFds(NAME)).isEqualTo(1);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    messages.close();
    assertThat(Kernel.openFds(NAME)).isEqualTo(1);
    sent.close();
    frontEnd.close();
    sockets[1].close();
  }

  @Test
  void headerAndPayloadOfOneSendAreReadApart() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 20), sent, 2);
    assertThat(read(messages.readHeader())).isEqualTo(bytes(0, 12));
    assertThat(messages.fdCount()).isEqualTo(2);
    assertThat(read(messages.readPayload(8))).isEqualTo(bytes(12, 8));
    List<Fd> fds = messages.takeFds();
    assertThat(fds).hasSize(2).allMatch(Kernel::closeOnExec);
    assertThat(Kernel.openFds(NAME)).isEqualTo(3);
    assertThat(messages.fdCount()).isZero();
    fds.forEach(Fd::close);
  }

  @Test
  void descriptorsOfTwoMessagesThatWaitTogetherAreNotMerged() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 20), sent, 2);
    Kernel.send(frontEnd, bytes(0, 12), sent, 3);
    Kernel.send(frontEnd, bytes(0, 12), sent, 0);
    messages.readHeader();
    messages.readPayload(8);
    assertThat(messages.fdCount()).isEqualTo(2);
    messages.readHeader();
    assertThat(messages.fdCount()).isEqualTo(3);
    messages.readHeader();
    assertThat(messages.fdCount()).isZero();
  }

  @Test
  void descriptorsThatNobodyTookAreClosedAtTheNextHeader() throws PeerException {
    for (int i = 0; i < 1000; i++) {
      Kernel.send(frontEnd, bytes(0, 12), sent, 8);
      messages.readHeader();
      assertThat(Kernel.openFds(NAME)).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 64, 252, 253})
  void asManyDescriptorsAsTheKernelSendsArrive(int count) throws PeerException {
    Kernel.send(frontEnd, bytes(0, 12), sent, count);
    messages.readHeader();
    assertThat(messages.fdCount()).isEqualTo(count);
    assertThat(Kernel.openFds(NAME)).isEqualTo(1 + count);
  }

  @Test
  void moreDescriptorsThanThereIsRoomForAreClosedOneAndAll() {
    UnixMessages narrow = new UnixMessages(sockets[1].number(), HEADER, 64, 5);
    Kernel.send(frontEnd, bytes(0, 12), sent, 100);
    refuses(
        narrow::readHeader,
        "file descriptors cut off after 5: more than 5 sent, or too many open here (ulimit -n)");
  }

  @Test
  void descriptorsOnManyPiecesOfAHeaderAreLimitedTogether() {
    for (int i = 0; i < 3; i++) {
      Kernel.send(frontEnd, bytes(i, 1), sent, 100);
    }
    refuses(messages::readHeader, "300 file descriptors on one message, allowed 0 to 253");
  }

  @Test
  void descriptorsOnAPayloadAreClosedAndTold() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 12), sent, 1);
    Kernel.send(frontEnd, bytes(12, 8), sent, 3);
    messages.readHeader();
    refuses(() -> messages.readPayload(8), "3 file descriptors on a payload, allowed on a header");
    assertThat(messages.fdCount()).isZero();
  }

  @Test
  void aMessageInSingleBytesIsPutTogether() throws PeerException {
    byte[] all = bytes(3, 20);
    for (byte one : all) {
      Kernel.send(frontEnd, new byte[] {one}, sent, 0);
    }
    assertThat(read(messages.readHeader())).isEqualTo(bytes(3, 12));
    assertThat(read(messages.readPayload(8))).isEqualTo(bytes(15, 8));
  }

  @Test
  void anEmptyPayloadIsReadWithoutWaiting() throws PeerException {
    assertThat(messages.readPayload(0).byteSize()).isZero();
  }

  @Test
  void theEndBetweenMessagesIsNotAnError() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 12), sent, 1);
    frontEnd.close();
    assertThat(messages.readHeader()).isNotNull();
    assertThat(messages.readHeader()).isNull();
  }

  @Test
  void theEndWithinAMessageIsToldWithTheBytesSeen() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 12), sent, 1);
    Kernel.send(frontEnd, bytes(0, 5), sent, 0);
    frontEnd.close();
    messages.readHeader();
    refuses(() -> messages.readPayload(8), "end of file after 5 of 8 payload bytes");
  }

  @Test
  void theEndWithinAHeaderOrBeforeItsPayloadIsTold() throws PeerException {
    Kernel.send(frontEnd, bytes(0, 12), sent, 1);
    Kernel.send(frontEnd, bytes(0, 11), sent, 1);
    frontEnd.close();
    messages.readHeader();
    refuses(messages::readHeader, "end of file after 11 of 12 header bytes");
    refuses(() -> messages.readPayload(8), "end of file after 0 of 8 payload bytes");
  }

  @Test
  void aPeerThatLeavesUnreadBytesBehindHasLeft() throws PeerException {
    messages.send(bytes(0, 20));
    frontEnd.close();
    assertThat(messages.readHeader()).isNull();
    assertThatThrownBy(() -> messages.send(bytes(0, 20)))
        .isInstanceOf(PeerException.class)
        .hasMessage("connection closed before a message of 20 bytes");
  }

  @Test
  void aReplyArrivesWhole() throws PeerException {
    messages.send(bytes(7, 4000));
    UnixMessages other = new UnixMessages(frontEnd.number(), HEADER, 4096);
    assertThat(read(other.readHeader())).isEqualTo(bytes(7, 12));
    assertThat(read(other.readPayload(3988))).isEqualTo(bytes(19, 3988));
  }

  @Test
  void aNonBlockingSocketIsWaitedFor() throws Exception {
    sockets[1].setNonBlocking();
    AtomicReference<byte[]> seen = new AtomicReference<>();
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                seen.set(read(messages.readHeader()));
              } catch (Exception failed) {
                failure.set(failed);
              }
            });
    Kernel.send(frontEnd, bytes(0, 5), sent, 0);
    Kernel.send(frontEnd, bytes(5, 7), sent, 0);
    reader.join();
    assertThat(failure).hasNullValue();
    assertThat(seen.get()).isEqualTo(bytes(0, 12));
  }

  @Test
  void aLargeReplyWaitsForASlowReaderOnANonBlockingSocket() throws Exception {
    sockets[1].setNonBlocking();
    int size = 2_000_000;
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                messages.send(bytes(0, size));
              } catch (Exception failed) {
                failure.set(failed);
              }
            });
    UnixMessages other = new UnixMessages(frontEnd.number(), HEADER, size);
    assertThat(read(other.readHeader())).isEqualTo(bytes(0, 12));
    assertThat(read(other.readPayload(size - 12))).isEqualTo(bytes(12, size - 12));
    writer.join();
    assertThat(failure).hasNullValue();
  }

  @Test
  void aShutdownFromAnotherThreadEndsTheWait() throws Exception {
    AtomicReference<Object> result = new AtomicReference<>("waiting");
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                result.set(messages.readHeader());
              } catch (Exception failed) {
                result.set(failed);
              }
            });
    messages.shutdown();
    reader.join();
    assertThat(result).hasNullValue();
    messages.shutdown();
  }

  private void refuses(ThrowingCallable receives, String message) {
    assertThatThrownBy(receives).isInstanceOf(PeerException.class).hasMessage(message);
    assertThat(Kernel.openFds(NAME)).isEqualTo(1);
  }

  private static byte[] read(MemorySegment bytes) {
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /** So many bytes that count up from a number. */
  private static byte[] bytes(int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
