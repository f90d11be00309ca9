package io.ringfence.server.capture;

import io.ringfence.server.os.FileReason;
import io.ringfence.server.packet.FrameFinisher;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of frames in the pcapng format (IETF draft-ietf-opsawg-pcapng): one Ethernet interface,
 * the guest's, times in ns, and with each frame whether the guest sent or received it. A frame is
 * in the file when {@link #write} returns. The file contains whole blocks only, also after an
 * error. For any number of threads.
 *
 * <pre>
 *  block   u32 type, u32 length, body, options, u32 length   each a multiple of 4 bytes long
 *  option  u16 code, u16 length, value, padding              code 0 ends them
 * </pre>
 */
public final class CaptureFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaptureFile.class);
  private static final int SECTION = 0x0a0d0d0a;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int SECTION_BYTES = 28;
  private static final int INTERFACE = 1;
  private static final int INTERFACE_BYTES = 32;
  private static final short ETHERNET = 1;
  private static final short TIME_RESOLUTION = 9;
  private static final int NANOSECONDS = 9; // the power of ten
  private static final int PACKET = 6;
  private static final int PACKET_BYTES = 44; // without the frame
  private static final short FLAGS = 2;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(PACKET_BYTES + FrameFinisher.LARGEST_FRAME + 3)
          .order(ByteOrder.nativeOrder());
  private final MemorySegment bytes = MemorySegment.ofBuffer(buffer);
  private final long epochNanos = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
  private long wholeBytes; // of blocks in the file
  private volatile String ending; // reason of the end; null while frames are captured

  private CaptureFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the file anew, readable by its owner alone.
   *
   * @throws IOException if it cannot be written
   */
  public static CaptureFile create(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    var file = new CaptureFile(path, channel);
    try {
      file.writeBeginning();
    } catch (IOException e) {
      file.end(e);
      file.close();
      throw e;
    }
    return file;
  }

  /** Returns the file's path. */
  public Path path() {
    return path;
  }

  /** Returns why frames are no longer captured; null while they are. */
  public String ending() {
    return ending;
  }

  private void writeBeginning() throws IOException {
    buffer.putInt(SECTION).putInt(SECTION_BYTES).putInt(BYTE_ORDER);
    buffer.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(SECTION_BYTES);
    buffer.putInt(INTERFACE).putInt(INTERFACE_BYTES).putShort(ETHERNET).putShort((short) 0);
    buffer.putInt(0); // frames are whole
    buffer.putShort(TIME_RESOLUTION).putShort((short) 1).putInt(NANOSECONDS);
    buffer.putInt(0).putInt(INTERFACE_BYTES);
    drain();
  }

  /**
   * Adds a frame. If it cannot be written whole, the capture ends with one line in the log; the
   * daemon continues.
   *
   * @param sent whether the guest sent it; otherwise it received it
   * @param length bytes of it, at most {@link FrameFinisher#LARGEST_FRAME}
   */
  synchronized void write(boolean sent, MemorySegment source, long from, long length) {
    if (ending != null) {
      return;
    }
    int padded = (int) (length + 3 & ~3);
    long time = epochNanos + System.nanoTime();
    buffer.clear().putInt(PACKET).putInt(PACKET_BYTES + padded).putInt(0);
    buffer.putInt((int) (time >>> 32)).putInt((int) time).putInt((int) length).putInt((int) length);
    MemorySegment.copy(source, from, bytes, buffer.position(), length);
    buffer.position(buffer.position() + padded);
    buffer.putShort(FLAGS).putShort((short) 4).putInt(sent ? OUTBOUND : INBOUND);
    buffer.putInt(0).putInt(PACKET_BYTES + padded);
    try {
      drain();
    } catch (IOException e) {
      end(e);
      LOG.warn(
          "capture ended file={} bytes={}: {}; restart with --pcap to capture again",
          path,
          wholeBytes,
          ending);
    }
  }

  /** Writes the blocks in the buffer. The kernel may take a part at a time. */
  private void drain() throws IOException {
    buffer.flip();
    int bytes = buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    wholeBytes += bytes;
  }

  /**
   * Truncates the file to its last whole block, since readers refuse a file that ends within one.
   */
  private void end(IOException cause) {
    String reason = FileReason.of(cause);
    try {
      channel.truncate(wholeBytes);
    } catch (IOException e) {
      reason += "; the last block is cut short, since truncating failed: " + FileReason.of(e);
    }
    ending = reason;
  }

  @Override
  public synchronized void close() {
    if (ending == null) {
      ending = "closed";
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("capture file not closed file={}: {}", path, e.getMessage());
    }
  }
}
