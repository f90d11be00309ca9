package io.ringfence.lab.kit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.kit.host.Announcements.Kind;
import io.ringfence.lab.kit.host.Announcements.Sighting;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementsTest {
  private static final String MAC = "52:54:00:00:05:02";
  private static final Map<String, String> LINKS = Map.of("4", "ringfence1", "2", "ringfence");

  private static Optional<Sighting> sighting(String line) {
    return Announcements.sighting(line.replace(' ', '\t'), MAC, LINKS);
  }

  @Test
  void aReverseRequestForTheGuestsOwnAddressIsRarp() {
    assertThat(sighting("1795368364.242602093 4 1 0x8035 52:54:00:00:05:02 3 "))
        .contains(new Sighting(Kind.RARP, "ringfence1", 1795368364242L));
  }

  @Test
  void anArpRequestForTheGuestsOwnAddressIsArpInTheWordsOfEitherRelease() {
    assertThat(sighting("1795368364.242633199 2 1 0x0806 52:54:00:00:05:02 1 1"))
        .contains(new Sighting(Kind.ARP, "ringfence", 1795368364242L));
    assertThat(sighting("1795368364.242633199 2 1 0x0806 52:54:00:00:05:02 1 True"))
        .contains(new Sighting(Kind.ARP, "ringfence", 1795368364242L));
  }

  @ParameterizedTest
  @CsvSource({
    "it asks for somebody, 1795368364.2 4 1 0x0806 52:54:00:00:05:02 1 ",
    "it asks for somebody and says so, 1795368364.2 4 1 0x0806 52:54:00:00:05:02 1 False",
    "a reply, 1795368364.2 4 1 0x8035 52:54:00:00:05:02 4 ",
    "it leaves by the link, 1795368364.2 4 4 0x8035 52:54:00:00:05:02 3 ",
    "another link, 1795368364.2 9 1 0x8035 52:54:00:00:05:02 3 ",
    "another guest, 1795368364.2 4 1 0x8035 52:54:00:00:05:03 3 ",
    "a word of tshark's, Capturing on 'any'",
  })
  void otherLinesAreNoAnnouncement(String why, String line) {
    // A CSV reader trims the last, empty field away.
    String whole =
        line.endsWith(" 1") || line.endsWith(" 3") || line.endsWith(" 4") ? line + " " : line;
    assertThat(sighting(whole)).as(why).isEmpty();
  }
}
