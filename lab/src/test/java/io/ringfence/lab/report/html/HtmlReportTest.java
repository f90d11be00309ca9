package io.ringfence.lab.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Samples;
import io.ringfence.lab.report.AllResults;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final List<Experiment> ONE = List.of(Samples.sound(12));
  private static final List<Experiment> MANY = List.of(Samples.sound(12), Samples.sound(1));

  @TempDir static Path directory;

  /** With every kind of results. */
  private static Results all() {
    Path file = directory.resolve("verify.json");
    try {
      Files.writeString(file, AllResults.verification());
      return AllResults.measured().and(Archive.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  @Test
  void theFileIsWellFormedAndNeedsNoOtherFile() throws Exception {
    for (Results results : List.of(Results.of(ONE), Results.of(MANY), all())) {
      String html = HtmlReport.of(results);
      Document document = parse(html);

      assertThat(html).doesNotContain("http:", "https:", "url(", "@import");
      assertThat(elements(document, "link")).isEmpty();
      assertThat(elements(document, "img")).isEmpty();
      for (Element each : elements(document, "*")) {
        assertThat(each.hasAttribute("src")).isFalse();
        assertThat(each.getAttribute("href")).matches("|#[a-z]+");
      }
    }
  }

  @Test
  void theRawDataAreInItAndParse() throws Exception {
    Document document = parse(HtmlReport.of(Results.of(MANY)));
    Element data =
        elements(document, "script").stream()
            .filter(each -> each.getAttribute("id").equals("data"))
            .findFirst()
            .orElseThrow();

    JsonNode root = new ObjectMapper().readTree(data.getTextContent());

    assertThat(root.path("experiments")).hasSize(2);
    assertThat(root.at("/experiments/0/runs")).hasSize(60);
    assertThat(root.at("/experiments/0/commands/0").asText())
        .isEqualTo("scripts/tcp-rr --policies <a> & \"b\"");
  }

  @Test
  void itOpensWithTheControls() throws Exception {
    List<Element> headings = elements(parse(HtmlReport.of(Results.of(ONE))), "h3");

    assertThat(headings)
        .extracting(Element::getTextContent)
        .startsWith("Controls", "Verdicts against smp");
    assertThat(HtmlReport.of(Results.of(ONE))).contains("The controls of cost passed.");
  }

  @Test
  void whereAControlFailedThereIsNoVerdict() {
    String html = HtmlReport.of(Results.of(Samples.sound(1)));
    String shown = html.substring(0, html.indexOf("<script"));

    assertThat(shown)
        .contains("No conclusion: a control failed.", ">no conclusion<")
        .doesNotContain(">different<", ">equivalent within");
  }

  @Test
  void everyDrawingHasATitleAndEveryTableHeadings() throws Exception {
    Document document = parse(HtmlReport.of(all()));

    assertThat(elements(document, "svg")).hasSizeGreaterThan(6);
    for (Element svg : elements(document, "svg")) {
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      assertThat(svg.getFirstChild().getNodeName()).isEqualTo("title");
      assertThat(svg.getFirstChild().getTextContent()).isEqualTo(svg.getAttribute("aria-label"));
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
    }
    for (Element table : elements(document, "table")) {
      assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
      assertThat(table.getElementsByTagName("th").getLength()).isPositive();
    }
    for (Element heading : elements(document, "th")) {
      assertThat(heading.getAttribute("scope")).isIn("col", "row");
    }
  }

  @Test
  void everyKindOfResultsHasItsSection() throws Exception {
    assertThat(elements(parse(HtmlReport.of(all())), "h2"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "TCP_RR, x86_64, 2 CPUs, split, EVENT_IDX on, eventfd",
            "Costs, on AMD EPYC",
            "Verification, on AMD EPYC",
            "Machine code, on AMD EPYC",
            "Raw data");
  }

  @Test
  void codeThatIsNotAsTheTableSaysStandsOut() {
    String html = HtmlReport.of(Results.of(AllResults.disassembly("mfence")));

    assertThat(html).contains("banner bad", "DOES NOT AGREE", "mfence (table: call mfence)");
  }

  @Test
  void noIdComesTwiceAndAllThatAreReferredToAreThere() throws Exception {
    Document document = parse(HtmlReport.of(Results.of(MANY)));
    Set<String> ids = new HashSet<>();
    for (Element each : elements(document, "*")) {
      if (each.hasAttribute("id")) {
        assertThat(ids.add(each.getAttribute("id"))).as(each.getAttribute("id")).isTrue();
      }
    }
    for (Element each : elements(document, "a")) {
      assertThat(ids).contains(each.getAttribute("href").substring(1));
    }
  }

  @Test
  void numbersInDrawingsAreNumbers() throws Exception {
    for (Element each : elements(parse(HtmlReport.of(all())), "*")) {
      for (String name : List.of("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height")) {
        assertThat(each.getAttribute(name)).matches("|-?\\d+(\\.\\d)?");
      }
    }
  }

  @Test
  void ticksAreRoundAndWithinTheAxis() {
    Coordinates axis = Coordinates.linear(-3.3, 7.1, 0, 100);
    assertThat(axis.ticks()).hasSizeBetween(4, 9).allMatch(tick -> tick >= -3.3 && tick <= 7.1);
    assertThat(axis.ticks()).contains(0.0);
    assertThat(axis.at(-3.3)).isZero();
    assertThat(axis.at(7.1)).isEqualTo(100);
    assertThat(Coordinates.logarithmic(90, 4000, 0, 1).ticks())
        .containsExactly(100.0, 200.0, 500.0, 1000.0, 2000.0);
    assertThat(Coordinates.logarithmic(90, 40000, 0, 1).ticks())
        .containsExactly(100.0, 300.0, 1000.0, 3000.0, 10000.0, 30000.0);
  }
}
