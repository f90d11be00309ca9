package io.ringfence.server;

import io.ringfence.server.os.Fd;
import io.ringfence.server.session.ListeningSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stands between the two processes of a hand-over, and writes down what they say. */
final class HandOverRelay implements AutoCloseable {
  private static final String[] NAMES = {
    "HELLO", "CONFIG", "PREPARE", "STATE", "COMMIT", "PLACES", "START", "REFUSAL"
  };

  private final ListeningSocket door;
  private final CompletableFuture<Conversation> conversation;

  /**
   * A relay that waits for the new process.
   *
   * @param path where it is expected
   * @param old where the old process expects it
   */
  HandOverRelay(Path path, Path old) throws IOException {
    door = ListeningSocket.open(path);
    conversation = CompletableFuture.supplyAsync(() -> relay(old));
  }

  private Conversation relay(Path path) {
    var lines = new ArrayList<Conversation.Line>();
    try (var toNew = HandOverSocket.accept(door);
        var toOld = HandOverSocket.connect(path)) {
      boolean fromNew = true;
      int type;
      do {
        HandOverSocket.Message message = (fromNew ? toNew : toOld).receive();
        type = message.type();
        lines.add(line(fromNew, message));
        (fromNew ? toOld : toNew).send(type, message.body(), message.fds());
        message.fds().forEach(Fd::close);
        fromNew = !fromNew;
      } while (type != HandOverSocket.START);
      toOld.awaitEnd(); // everything is free then
      return new Conversation(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Conversation.Line line(boolean fromNew, HandOverSocket.Message message) {
    List<String> kinds = message.fds().stream().map(Conversation::kind).toList();
    String from = fromNew ? Conversation.NEW : Conversation.OLD;
    int type = message.type();
    return new Conversation.Line(from, type, NAMES[type], kinds, message.body());
  }

  /** What was said, once the old process has let go of everything. */
  Conversation conversation() {
    return conversation.join();
  }

  @Override
  public void close() throws IOException {
    door.removeFile();
    door.close();
  }
}
