package io.ringfence.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import io.ringfence.lab.measure.alternation.Recording;
import io.ringfence.lab.measure.decision.AlternationAnalysis;
import java.io.IOException;
import java.nio.file.Path;

/** The file of an alternation: everything that was recorded, and what it was judged to be. */
public final class RecordingFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordingFile() {}

  /**
   * What the file holds.
   *
   * @param planText what the hash in the analysis is of
   */
  record Content(
      String format,
      int formatVersion,
      String planText,
      AlternationAnalysis analysis,
      Recording recording) {}

  /**
   * Writes the file.
   *
   * @throws LabException if it cannot be written
   */
  public static void write(Path file, Recording recording, AlternationAnalysis analysis) {
    var content =
        new Content("ringfence-alternation", 1, recording.plan().text(), analysis, recording);
    try {
      JSON.writeValue(file.toFile(), content);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
