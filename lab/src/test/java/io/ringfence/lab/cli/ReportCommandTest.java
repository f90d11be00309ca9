package io.ringfence.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.measure.experiment.Samples;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @Test
  void withoutOptionsItIsPrintedToItsEnd(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("r.json");
    Files.writeString(file, Archive.of(Results.of(Samples.sound(12))));
    var terminal = new ByteArrayOutputStream(); // behind a buffer, as standard output is

    int status =
        LabMain.commandLine()
            .setOut(new PrintWriter(terminal, true))
            .execute("report", file.toString());

    assertThat(status).isZero();
    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .startsWith("== AMD EPYC: ")
        .endsWith("Note: The guest is emulated.\n");
  }
}
