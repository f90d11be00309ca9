package io.ringfence.testkit.device;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.ring.DriverQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network device that returns every frame: the transmit queue's bytes appear in the receive
 * queue's buffers.
 */
public final class EchoDevice {
  private final GuestRam ram;
  private final TestDevice rx;
  private final TestDevice tx;
  private final NetConfig config;
  private byte[] waiting;

  /** Creates a device on a receive and a transmit queue. */
  public EchoDevice(GuestRam ram, DriverQueue rx, DriverQueue tx, NetConfig config) {
    this.ram = ram;
    this.rx = TestDevice.of(ram, rx);
    this.tx = TestDevice.of(ram, tx);
    this.config = config;
  }

  /** Returns the device side of the receive queue. */
  public TestDevice rx() {
    return rx;
  }

  /** Returns the device side of the transmit queue. */
  public TestDevice tx() {
    return tx;
  }

  /** Echoes all frames that fit. Returns their number. */
  public int work() {
    int frames = 0;
    while (waiting != null || fetch()) {
      if (!deliver()) {
        break;
      }
      frames++;
    }
    return frames;
  }

  private boolean fetch() {
    TestDevice.Buffer buffer = tx.take();
    if (buffer == null) {
      return false;
    }
    waiting = buffer.readable(ram);
    tx.use(buffer, 0);
    tx.publish();
    return true;
  }

  private final List<TestDevice.Buffer> reserved = new ArrayList<>();

  /** Takes buffers until the frame fits, then uses them all before publishing any. */
  private boolean deliver() {
    int room = reserved.stream().mapToInt(TestDevice.Buffer::writableBytes).sum();
    while (room < waiting.length) {
      TestDevice.Buffer buffer = rx.take();
      if (buffer == null) {
        return false;
      }
      reserved.add(buffer);
      room += buffer.writableBytes();
    }
    if (config.headerBytes() == 12) {
      waiting[10] = (byte) reserved.size();
      waiting[11] = 0;
    }
    int done = 0;
    for (TestDevice.Buffer buffer : reserved) {
      int written = buffer.write(ram, Arrays.copyOfRange(waiting, done, waiting.length));
      rx.use(buffer, written);
      done += written;
    }
    rx.publish();
    reserved.clear();
    waiting = null;
    return true;
  }
}
