package io.ringfence.server.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel tells of another process of this user, by its {@code /proc} folder. */
final class ProcessView {
  private final Path folder;

  ProcessView(long pid) {
    folder = Path.of("/proc", Long.toString(pid));
  }

  /** Descriptors by what is behind them: sockets, files in memory, eventfds and pipes. */
  Counts counts() {
    List<String> links = links();
    return new Counts(
        count(links, "socket:"),
        count(links, "memfd:"),
        count(links, "anon_inode:"),
        count(links, "pipe:"),
        links.size(),
        Long.parseLong(status("Threads:")),
        lines("maps").stream().filter(line -> line.contains("memfd:")).count());
  }

  /** Bytes of its memory that are resident. */
  long residentBytes() {
    return Long.parseLong(status("VmRSS:").replace(" kB", "")) << 10;
  }

  /** Numbers of the threads that bear a name; the kernel keeps 15 characters of it. */
  List<String> threads(String name) {
    try (Stream<Path> tasks = Files.list(folder.resolve("task"))) {
      return tasks
          .filter(task -> read(task.resolve("comm")).strip().equals(name))
          .map(task -> task.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a thread sleeps now, in which it costs no processor time. */
  boolean sleeps(String thread) {
    String stat = read(folder.resolve("task").resolve(thread).resolve("stat"));
    return stat.substring(stat.lastIndexOf(')')).startsWith(") S");
  }

  private List<String> links() {
    try (Stream<Path> fds = Files.list(folder.resolve("fd"))) {
      return fds.map(ProcessView::target).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(List<String> links, String kind) {
    return links.stream().filter(link -> link.contains(kind)).count();
  }

  private String status(String field) {
    return lines("status").stream()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  private List<String> lines(String file) {
    return read(folder.resolve(file)).lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) { // a thread or a process that has ended
      return "";
    }
  }
}
