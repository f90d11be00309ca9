package io.ringfence.server;

import io.ringfence.server.os.Fd;
import io.ringfence.server.session.ListeningSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The old side of a hand-over, which says what a script has, for a new process of this build. */
final class PlayedPredecessor implements AutoCloseable {
  private final Path path;
  private final ListeningSocket door;
  private final CompletableFuture<HandOverSocket.Message> lastHeard;

  /**
   * What is said, or heard, next.
   *
   * @param message of one that is heard, its type counts
   */
  record Step(boolean heard, HandOverSocket.Message message) {}

  /**
   * Begins to wait for the new process.
   *
   * @param path where it is expected
   * @param steps their descriptors are closed when all is said
   */
  PlayedPredecessor(Path path, List<Step> steps) throws IOException {
    this.path = path;
    door = ListeningSocket.open(path);
    lastHeard = CompletableFuture.supplyAsync(() -> play(steps));
  }

  private HandOverSocket.Message play(List<Step> steps) {
    HandOverSocket.Message heard = null;
    try (var socket = HandOverSocket.accept(door)) {
      for (Step step : steps) {
        HandOverSocket.Message message = step.message();
        if (step.heard()) {
          heard = socket.expect(message.type());
        } else {
          socket.send(message.type(), message.body(), message.fds());
        }
      }
      return heard;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      steps.forEach(step -> step.message().fds().forEach(Fd::close));
    }
  }

  /** Where the new process is expected. */
  Path path() {
    return path;
  }

  /** The last message of the new process, once all is said. */
  HandOverSocket.Message lastHeard() {
    return lastHeard.join();
  }

  @Override
  public void close() throws IOException {
    door.removeFile();
    door.close();
  }
}
