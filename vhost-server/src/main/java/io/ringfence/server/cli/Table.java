package io.ringfence.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest cell; numbers to the right. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table row(Object... cells) {
    var row = new ArrayList<String>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  void print(PrintWriter out) {
    int[] widths = widths();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        boolean number = cell.matches("-?[\\d.]+");
        line.append(i == 0 ? "" : "  ")
            .append((number ? "%" : "%-").concat(widths[i] + "s").formatted(cell));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private int[] widths() {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], Math.max(1, row.get(i).length()));
      }
    }
    return widths;
  }
}
