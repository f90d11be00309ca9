package io.ringfence.lab.checks.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.kit.host.Announcements.Kind;
import io.ringfence.lab.kit.host.Announcements.Sighting;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static Announcement of(Sighting... sightings) {
    return Announcement.of(Kind.RARP, "new", "bridge", 1000, List.of(sightings));
  }

  @Test
  void theFirstFromTheNewPlaceTellsTheTimeAndThoseOnTheBridgeAreCounted() {
    Announcement announcement =
        of(
            new Sighting(Kind.RARP, "new", 3000),
            new Sighting(Kind.RARP, "bridge", 3000),
            new Sighting(Kind.RARP, "new", 3050),
            new Sighting(Kind.RARP, "bridge", 3051));
    assertThat(announcement.seen()).isTrue();
    assertThat(announcement).hasToString("RARP after 2000 ms, 2 in all");
  }

  @Test
  void oneFromTheOldPlaceIsNone() {
    Announcement announcement =
        of(new Sighting(Kind.RARP, "old", 3000), new Sighting(Kind.RARP, "bridge", 3000));
    assertThat(announcement.seen()).isFalse();
    assertThat(announcement).hasToString("no RARP");
  }

  @Test
  void oneThatDoesNotReachTheBridgeIsNone() {
    assertThat(of(new Sighting(Kind.RARP, "new", 3000)).seen()).isFalse();
  }

  @Test
  void anotherKindIsToldAndIsNotTheOneExpected() {
    Announcement announcement =
        of(new Sighting(Kind.ARP, "new", 3000), new Sighting(Kind.ARP, "bridge", 3000));
    assertThat(announcement.seen()).isFalse();
    assertThat(announcement).hasToString("no RARP (and 1 of another kind)");
  }
}
