package io.ringfence.lab.kit.guest;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes QEMU's -readconfig file, for settings that no later option can change. */
public final class Configuration {
  private Configuration() {}

  /**
   * Returns the command with a changed copy of its configuration file.
   *
   * @param copy path of the copy
   * @throws LabException if the file cannot be read, or the copy cannot be written
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

  /** Returns the text with one section replaced. */
  public static String replaceSection(String text, String header, String replacement) {
    return text.replaceAll(
        "(?m)^\\Q" + header + "\\E\n(  .*\n)+",
        java.util.regex.Matcher.quoteReplacement(replacement));
  }
}
