package io.ringfence.lab.checks.dpdk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes the frames to a pipe, which testpmd reads as a capture file and sends. */
final class FrameSource {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path pipe;
  private final long frames;
  private volatile boolean done;

  private FrameSource(Path pipe, long frames) {
    this.pipe = pipe;
    this.frames = frames;
  }

  /** Starts a thread, which ends with the last frame or when the reader has closed the pipe. */
  static FrameSource start(Path pipe, long frames) {
    var source = new FrameSource(pipe, frames);
    Thread.ofPlatform().daemon().name("frame source").start(source::run);
    return source;
  }

  /** Returns whether all frames are in the pipe or were read from it. */
  boolean done() {
    return done;
  }

  private void run() {
    var content = new Frames();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    Pcap.putHeader(buffer);
    try (var stream = new FileOutputStream(pipe.toFile());
        FileChannel channel = stream.getChannel()) {
      for (long i = 0; i < frames; i++) {
        if (buffer.remaining() < Pcap.RECORD_BYTES + Frames.LARGEST) {
          drain(buffer, channel);
        }
        Pcap.putRecord(buffer, content.length(i));
        content.put(i, buffer);
      }
      drain(buffer, channel);
      done = true;
    } catch (IOException e) {
      // The reader has closed the pipe. Its counters show its progress.
      done = false;
    }
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
