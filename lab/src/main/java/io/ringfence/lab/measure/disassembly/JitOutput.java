package io.ringfence.lab.measure.disassembly;

import io.ringfence.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM's print of its compiled methods ({@code -XX:CompileCommand=print}), without a disassembler:
 * bytes in hexadecimal, with remarks between them.
 */
final class JitOutput {
  private static final Pattern METHOD =
      Pattern.compile("Compiled method \\(c2\\).* (\\S+) \\(\\d+ bytes\\)");
  private static final Pattern BYTES = Pattern.compile("\\s+0x([0-9a-f]+): ([0-9a-f| ]+)");

  /**
   * A compiled method.
   *
   * @param address of its first byte
   */
  record Code(long address, byte[] bytes) {}

  private final Map<String, Code> methods = new HashMap<>();
  private String method;
  private long address;
  private ByteArrayOutputStream bytes;

  static JitOutput parse(List<String> lines) {
    JitOutput output = new JitOutput();
    lines.forEach(output::take);
    return output;
  }

  private void take(String line) {
    Matcher header = METHOD.matcher(line);
    if (header.find()) {
      method = header.group(1);
    } else if (line.startsWith("[MachCode]")) {
      bytes = method == null ? null : new ByteArrayOutputStream();
    } else if (line.startsWith("[Stub Code]") || line.startsWith("[/MachCode]")) {
      end();
    } else {
      takeBytes(line);
    }
  }

  private void takeBytes(String line) {
    Matcher matcher = BYTES.matcher(line);
    if (bytes != null && matcher.matches()) {
      if (bytes.size() == 0) {
        address = Long.parseUnsignedLong(matcher.group(1), 16);
      }
      bytes.writeBytes(HexFormat.of().parseHex(matcher.group(2).replaceAll("[| ]", "")));
    }
  }

  // A method that is compiled again replaces the earlier code.
  private void end() {
    if (bytes != null) {
      methods.put(method, new Code(address, bytes.toByteArray()));
    }
    bytes = null;
    method = null;
  }

  /**
   * Returns a method's code.
   *
   * @param name {@code package.Class::method}
   * @throws LabException if it was not compiled
   */
  Code code(String name) {
    Code code = methods.get(name);
    if (code == null) {
      throw new LabException(
          "%s was not compiled by C2; compiled were %s".formatted(name, methods.keySet()));
    }
    return code;
  }
}
