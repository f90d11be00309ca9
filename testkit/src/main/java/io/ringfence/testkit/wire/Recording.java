package io.ringfence.testkit.wire;

import io.ringfence.testkit.DeviceFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages that a front-end sent and its waits for replies, for a replay with faults. The
 * descriptors are numbers of this process and must be open during the replay.
 */
public final class Recording {
  /**
   * A message.
   *
   * @param bytes header and payload
   * @param fds descriptors that go with the first byte
   * @param answered whether a reply was read before the next message
   */
  public record Message(byte[] bytes, int[] fds, boolean answered) {}

  private final List<Message> messages = new ArrayList<>();

  void sent(byte[] bytes, int[] fds) {
    messages.add(new Message(bytes, fds, false));
  }

  void replied() {
    Message last = messages.removeLast();
    messages.add(new Message(last.bytes(), last.fds(), true));
  }

  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Returns the bytes of all messages. */
  public int bytes() {
    return messages.stream().mapToInt(message -> message.bytes().length).sum();
  }

  /**
   * Sends the first {@code bytes} of the recording again, message by message. Reads a reply after
   * each message that had one.
   *
   * @throws DeviceFault if the back-end ends the connection earlier
   */
  public void replay(VhostSocket socket, int bytes) {
    int left = bytes;
    for (Message message : messages) {
      if (left < message.bytes().length) {
        if (left > 0) {
          socket.sendBytes(Arrays.copyOf(message.bytes(), left), message.fds());
        }
        return;
      }
      socket.sendBytes(message.bytes(), message.fds());
      left -= message.bytes().length;
      if (message.answered()) {
        socket.read(SoftwareFrontEnd.TIMEOUT_MILLIS);
      }
    }
  }
}
