package io.ringfence.server.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.takeover.Messages.Config;
import io.ringfence.server.takeover.Messages.Hello;
import io.ringfence.server.takeover.Messages.Places;
import io.ringfence.server.takeover.Messages.Refusal;
import io.ringfence.server.takeover.Messages.State;
import io.ringfence.server.takeover.Messages.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields that a process of another version leaves out, or says besides. */
class MessageJsonTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HELLO = "{'formats': {'lowest': 1, 'highest': 2}, 'pid': 5}";
  private static final String CONFIG =
      "{'format': 1, 'daemon': {'pid': 5, 'socketPath': '/s', 'client': true, 'pairs': 2, 'uplink':"
          + " 'discard', 'policy': 'smp', 'allowUnsafe': true, 'workers': 3, 'mode': 'poll',"
          + " 'watchdog': 'off', 'admin': 'unix:/a', 'guestAnnounce': true, 'mtu': 9000,"
          + " 'orderPlatform': true}}";
  private static final String PLACE =
      "{'index': 0, 'base': 4, 'started': true, 'broken': true, 'awaitsKick': true, 'counts': {'frames': 9}}";
  private static final String PLACES =
      "{'stoppedNanos': 8, 'sessions': [[%s]], 'ports': [{'headerBytes': 12, 'attached': true,"
              .formatted(PLACE)
          + " 'pending': 'AAE='}]}";
  private static final String RING =
      "{'index': 0, 'size': 256, 'address': {'flags': 1, 'desc': 2, 'used': 3, 'avail': 4, 'log': 5},"
          + " 'kick': 3, 'polled': true, 'call': 4, 'err': 5, 'enabled': true}";
  private static final String DEVICE =
      "{'features': 6, 'regions': [{'gpa': 1, 'size': 2, 'uva': 3, 'mmapOffset': 4, 'claims': 2,"
          + " 'file': 1}], 'log': {'file': 2, 'offset': 8, 'size': 16}, 'rings': [%s]}"
              .formatted(RING);
  private static final String STATE =
      "{'listening': 9, 'uplink': [10], 'sessions': [{'id': 1, 'pid': 5, 'socket': 0,"
          + " 'protocolFeatures': 7, 'status': 15, 'backendChannel': 6, 'device': %s}],"
              .formatted(DEVICE)
          + " 'rehearsal': %s}".formatted(PLACES);

  private static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(Hello.class, HELLO, "formats formats.highest formats.lowest"),
        Arguments.of(
            Config.class,
            CONFIG,
            "daemon daemon.admin daemon.pairs daemon.socketPath daemon.uplink format"),
        Arguments.of(Refusal.class, "{'why': 'x'}", ""),
        Arguments.of(
            State.class,
            STATE,
            "rehearsal.ports[0].headerBytes rehearsal.sessions rehearsal.sessions[0][0].base"
                + " rehearsal.sessions[0][0].index rehearsal.sessions[0][0].started sessions"
                + " sessions[0].device sessions[0].device.features sessions[0].device.log.file"
                + " sessions[0].device.log.offset sessions[0].device.log.size"
                + " sessions[0].device.regions[0].file sessions[0].device.regions[0].gpa"
                + " sessions[0].device.regions[0].mmapOffset sessions[0].device.regions[0].size"
                + " sessions[0].device.regions[0].uva sessions[0].device.rings[0].address.avail"
                + " sessions[0].device.rings[0].address.desc"
                + " sessions[0].device.rings[0].address.used sessions[0].device.rings[0].index"
                + " sessions[0].id sessions[0].protocolFeatures sessions[0].socket"),
        Arguments.of(
            Places.class,
            PLACES,
            "ports[0].headerBytes sessions sessions[0][0].base sessions[0][0].index"
                + " sessions[0][0].started"));
  }

  /** Each field is left out once, and is null once; nothing but a required one is missed. */
  @ParameterizedTest
  @MethodSource("messages")
  void onlyWhatIsRequiredIsMissed(Class<?> form, String message, String required) throws Exception {
    var refused = new TreeSet<String>();
    for (String path : fields(tree(message), "")) {
      for (boolean isNull : new boolean[] {false, true}) {
        ObjectNode without = tree(message);
        remove(without, path, isNull);
        try {
          read(without.toString(), form);
        } catch (HandOverException e) {
          assertThat(e)
              .hasMessage(
                  path
                      + " is missing and has no default; the sending process must be of another"
                      + " version");
          refused.add(path);
        }
      }
    }
    assertThat(refused.stream().collect(Collectors.joining(" "))).isEqualTo(required);
  }

  private static ObjectNode tree(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }

  private static <T> MessageJson.Read<T> read(String json, Class<T> form) throws HandOverException {
    return MessageJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), form);
  }

  private static List<String> fields(JsonNode node, String path) {
    var all = new ArrayList<String>();
    for (var field : node.properties()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      all.add(at);
      all.addAll(fields(field.getValue(), at));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.addAll(fields(node.get(i), "%s[%d]".formatted(path, i)));
    }
    return all;
  }

  private static void remove(JsonNode node, String path, boolean isNull) {
    String pointer = "/" + path.replace("].", "/").replace("][", "/").replaceAll("[.\\[]", "/");
    int last = pointer.lastIndexOf('/');
    var parent = (ObjectNode) node.at(pointer.substring(0, last));
    parent.remove(pointer.substring(last + 1));
    if (isNull) {
      parent.putNull(pointer.substring(last + 1));
    }
  }

  @Test
  void defaultsAreThoseOfTheDeclaration() throws Exception {
    var config =
        read(
                "{'format': 1, 'daemon': {'socketPath': '/s', 'pairs': 1, 'uplink': 'discard',"
                    + " 'admin': 'a', 'workers': null}}",
                Config.class)
            .message();
    assertThat(config.daemon())
        .isEqualTo(
            new ConfigRecord(
                0, "/s", false, 1, "discard", "auto", false, 1, "eventfd", "rescue", "a", false, 0,
                false));
    var places = read("{'sessions': [], 'ports': [{'headerBytes': 10}]}", Places.class).message();
    assertThat(places.ports().getFirst().attached()).isTrue();
    assertThat(places.ports().getFirst().pending()).isEmpty();
    var state = read("{'sessions': []}", State.class).message();
    assertThat(state).isEqualTo(new State(null, List.of(), List.of(), null));
    assertThat(read("{}", Refusal.class).message().why()).isEqualTo("no reason given");
  }

  @Test
  void aCountThatIsNullIsLeftOut() throws Exception {
    var places =
        read(
                "{'sessions': [[{'index': 0, 'base': 0, 'started': true, 'counts': {'frames': null,"
                    + " 'bytes': 3}}]]}",
                Places.class)
            .message();
    assertThat(places.sessions().getFirst().getFirst().counts()).containsOnlyKeys("bytes");
  }

  @Test
  void anElementThatIsNullIsRefused() {
    assertThatThrownBy(() -> read("{'sessions': [null]}", State.class))
        .hasMessage("sessions[0] is null; allowed is a value");
    assertThatThrownBy(() -> read("{'sessions': [], 'uplink': [1, null]}", State.class))
        .hasMessage("uplink[1] is null; allowed is a value");
  }

  @Test
  void unknownFieldsAreWrittenAgainButForOthersThatAreGone() throws Exception {
    ObjectNode came = tree(STATE);
    came.put("more", 1);
    ((ObjectNode) came.path("sessions").get(0)).put("more", 2);
    var read = read(came.toString(), State.class);
    var again = JSON.readTree(MessageJson.write(read.message(), read.unknown()));
    assertThat(again).isEqualTo(JSON.readTree(came.toString()));
    var nobody = new State(null, List.of(), List.of(), null);
    assertThat(JSON.readTree(MessageJson.write(nobody, read.unknown())))
        .isEqualTo(
            tree(
                "{'listening': null, 'uplink': [], 'sessions': [], 'rehearsal': null, 'more': 1}"));
  }

  @Test
  void unknownFieldsAreKeptUpToALimit() throws Exception {
    int most = Kept.MOST_CHARACTERS - "{\"more\":\"\"}".length();
    String rest = "', 'sessions': []}";
    assertThat(read("{'more': '" + "x".repeat(most) + rest, State.class).unknown()).isNotNull();
    assertThat(read("{'more': '" + "x".repeat(most + 1) + rest, State.class).unknown()).isNull();
  }

  /** On the wire, so that they are what they are for ever. */
  @Test
  void typesHaveNumbersOfTheirOwn() throws Exception {
    var numbers =
        Stream.of(Type.values()).map(type -> type + " " + type.code()).collect(Collectors.toSet());
    assertThat(numbers)
        .contains(
            "HELLO 0",
            "CONFIG 1",
            "PREPARE 2",
            "STATE 3",
            "COMMIT 4",
            "PLACES 5",
            "START 6",
            "REFUSAL 7")
        .hasSize(Type.values().length);
    for (Type type : Type.values()) {
      assertThat(Type.of(type.code())).isEqualTo(type);
    }
  }
}
