package io.ringfence.lab.kit.guest;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** QEMU's -readconfig file, for what no later option can change. */
public final class Configuration {
  private Configuration() {}

  /**
   * The same command with a changed copy of its file.
   *
   * @param copy where to write it
   * @throws LabException when the file cannot be read, or the copy not be written
   */
  public static List<String> changed(
      List<String> command, Path copy, UnaryOperator<String> change) {
    List<String> result = new ArrayList<>(command);
    int file = result.indexOf("-readconfig") + 1;
    try {
      Files.writeString(copy, change.apply(Files.readString(Path.of(result.get(file)))));
      result.set(file, copy.toString());
      return result;
    } catch (IOException e) {
      throw new LabException("QEMU's configuration: " + e.getMessage(), e);
    }
  }

  /** The text with a section, of whatever lines, replaced. */
  public static String replaceSection(String text, String header, String replacement) {
    return text.replaceAll(
        "(?m)^\\Q" + header + "\\E\n(  .*\n)+",
        java.util.regex.Matcher.quoteReplacement(replacement));
  }
}
