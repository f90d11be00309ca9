package io.ringfence.server;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import io.ringfence.server.os.TapProbe;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.testkit.guest.GuestNic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs in a network namespace of its own: records a hand-over of a daemon with a TAP for {@link
 * RecordHandOver}, or plays one for {@link HandOverReplayTest}. Frames pass where the kernel
 * answers the guest's ARP request.
 */
final class HandOverTapProbe {
  private static final String TAP = "rf0";
  private static final String WHO_HAS_10_1_2_1 =
      "ffffffffffff"
          + "525400123456"
          + "0806"
          + "0001080006040001" // an ARP request
          + "525400123456"
          + "0a010202"
          + "000000000000"
          + "0a010201";
  private static final int OPERATION = 20; // of ARP, within a frame
  private static final int REPLY = 2;
  private static final long TIMEOUT_MILLIS = 10_000;

  private HandOverTapProbe() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("rf");
    try {
      String recording = System.getProperty("ringfence.recording");
      if (recording != null) {
        record(Path.of(recording), directory);
      } else {
        Conversation conversation = Conversation.read(System.getProperty("ringfence.replay"));
        playNewSide(conversation, directory);
        playOldSide(conversation, directory);
      }
    } finally {
      Files.delete(directory);
    }
  }

  private static void record(Path file, Path directory) throws Exception {
    try (var daemon = RunningDaemon.in(directory, "tap:" + TAP);
        GuestNic nic = connect(daemon)) {
      RecordHandOver.record(file, directory, daemon);
      askKernel(nic);
    }
  }

  private static GuestNic connect(RunningDaemon daemon) {
    TapProbe.configure(TAP);
    GuestNic nic = GuestNic.options().connect(daemon.socket());
    askKernel(nic);
    return nic;
  }

  private static void playNewSide(Conversation conversation, Path directory) throws Exception {
    try (var daemon = RunningDaemon.in(directory, "tap:" + TAP);
        GuestNic nic = connect(daemon)) {
      var steps = HandOverReplayTest.playNewSide(conversation, daemon.daemon());
      try (var old = new PlayedPredecessor(directory.resolve("door"), steps)) {
        daemon.restartFrom(old.path());
      }
      askKernel(nic);
      System.out.println("new side answered");
    }
  }

  private static void playOldSide(Conversation conversation, Path directory) throws Exception {
    try (Tap tap = Tap.open(TAP, false)) {
      TapProbe.configure(TAP);
      List<Fd> uplink = List.of(tap.fd());
      try (var guests = new RecordedGuests(directory, conversation, uplink);
          var old = new PlayedPredecessor(directory.resolve("door"), guests.steps());
          var daemon = RunningDaemon.takingOver(directory, old.path())) {
        askKernel(guests.nics().getFirst());
        System.out.println(
            "old side answered, frames " + daemon.counters(1).get(RingCounter.FRAMES));
      }
    }
  }

  /** Other frames that the kernel sends on a new interface are passed over. */
  private static void askKernel(GuestNic nic) {
    nic.send(HexFormat.of().parseHex(WHO_HAS_10_1_2_1));
    byte[] frame;
    do {
      frame = nic.receive(TIMEOUT_MILLIS);
    } while (!isReply(frame));
  }

  private static boolean isReply(byte[] frame) {
    return Arrays.equals(frame, 12, 14, new byte[] {8, 6}, 0, 2) && frame[OPERATION + 1] == REPLY;
  }
}
