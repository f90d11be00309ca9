package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A ping from the host to the guest, ten per second, and the times of the replies. */
public final class Ping implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("bytes from .*seq=([0-9]+)");

  private final List<Long> replies = new CopyOnWriteArrayList<>();
  private final Child child;
  private volatile int sent; // taken from the last reply

  private Ping(List<String> program, Path directory) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("-i", "0.1", HostTap.GUEST_ADDRESS));
    child = Child.start("ping", command, directory, this::note);
  }

  /**
   * Starts the ping.
   *
   * @param program the command up to its options
   */
  public static Ping start(List<String> program, Path directory) {
    return new Ping(program, directory);
  }

  /**
   * Returns when {@code count} more replies have come.
   *
   * @throws LabException if they do not within {@code patience}
   */
  public void awaitReplies(int count, Duration patience) {
    int wanted = replies.size() + count;
    Waiting.until(
        count + " replies to the host's ping",
        patience,
        () -> {
          child.checkAlive();
          return replies.size() >= wanted;
        });
  }

  /** Returns the longest time between two replies so far, in milliseconds. */
  public long longestGapMillis() {
    long longest = 0;
    for (int i = 1; i < replies.size(); i++) {
      longest = Math.max(longest, replies.get(i) - replies.get(i - 1));
    }
    return longest / 1_000_000;
  }

  /** Returns the number of requests up to the last answered one. */
  public int sent() {
    return sent;
  }

  /** Returns the number of replies so far. */
  public int replies() {
    return replies.size();
  }

  @Override
  public void close() {
    child.close();
  }

  private void note(String line) {
    Matcher reply = NUMBER.matcher(line);
    if (reply.find()) {
      replies.add(System.nanoTime());
      sent = Integer.parseInt(reply.group(1)) + 1; // they are numbered from 0
    }
  }
}
