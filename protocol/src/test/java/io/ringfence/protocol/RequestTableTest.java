package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTableTest {

  @ParameterizedTest(name = "{0} is {1}: {2} to {3} bytes, {4} to {5} fds, reply of its own {6}")
  @CsvSource({
    "GET_FEATURES,           1,  0,   0, 0, 0, true",
    "SET_FEATURES,           2,  8,   8, 0, 0, false",
    "SET_OWNER,              3,  0,   0, 0, 0, false",
    "RESET_OWNER,            4,  0,   0, 0, 0, false",
    "SET_MEM_TABLE,          5, 40, 264, 1, 8, false",
    "SET_LOG_BASE,           6, 16,  16, 1, 1, true",
    "SET_LOG_FD,             7,  0,   0, 1, 1, false",
    "SET_VRING_NUM,          8,  8,   8, 0, 0, false",
    "SET_VRING_ADDR,         9, 40,  40, 0, 0, false",
    "SET_VRING_BASE,        10,  8,   8, 0, 0, false",
    "GET_VRING_BASE,        11,  8,   8, 0, 0, true",
    "SET_VRING_KICK,        12,  8,   8, 0, 1, false",
    "SET_VRING_CALL,        13,  8,   8, 0, 1, false",
    "SET_VRING_ERR,         14,  8,   8, 0, 1, false",
    "GET_PROTOCOL_FEATURES, 15,  0,   0, 0, 0, true",
    "SET_PROTOCOL_FEATURES, 16,  8,   8, 0, 0, false",
    "GET_QUEUE_NUM,         17,  0,   0, 0, 0, true",
    "SET_VRING_ENABLE,      18,  8,   8, 0, 0, false",
    "SEND_RARP,             19,  8,   8, 0, 0, false",
    "NET_SET_MTU,           20,  8,   8, 0, 0, false",
    "SET_BACKEND_REQ_FD,    21,  0,   0, 1, 1, false",
    "IOTLB_MSG,             22, 32,  32, 0, 0, true",
    "GET_CONFIG,            24, 12, 268, 0, 0, true",
    "SET_CONFIG,            25, 12, 268, 0, 0, false",
    "POSTCOPY_ADVISE,       28,  0,   0, 0, 0, true",
    "POSTCOPY_LISTEN,       29,  0,   0, 0, 0, false",
    "POSTCOPY_END,          30,  0,   0, 0, 0, true",
    "GET_INFLIGHT_FD,       31, 20,  24, 0, 0, true",
    "SET_INFLIGHT_FD,       32, 20,  24, 1, 1, false",
    "RESET_DEVICE,          34,  0,   0, 0, 0, false",
    "GET_MAX_MEM_SLOTS,     36,  0,   0, 0, 0, true",
    "ADD_MEM_REG,           37, 40,  40, 1, 1, false",
    "REM_MEM_REG,           38, 40,  40, 0, 1, false",
    "SET_STATUS,            39,  8,   8, 0, 0, false",
    "GET_STATUS,            40,  0,   0, 0, 0, true",
    "SET_DEVICE_STATE_FD,   42,  8,   8, 1, 1, true",
    "CHECK_DEVICE_STATE,    43,  0,   0, 0, 0, true",
  })
  void eachRowTakesItsLimitsAndRefusesOneBeyond(
      String name, int code, int minSize, int maxSize, int minFds, int maxFds, boolean reply)
      throws ProtocolException {
    RequestType type = RequestType.of(code).orElseThrow();
    assertThat(type).hasToString(name);
    assertThat(type.code()).isEqualTo(code);
    assertThat(type.answer() == RequestType.Answer.REPLY).isEqualTo(reply);

    String sizes = minSize == maxSize ? "" + minSize : minSize + " to " + maxSize;
    String fds = minFds == maxFds ? "" + minFds : minFds + " to " + maxFds;
    Decoder.check(Messages.header(code, minSize), minFds);
    Decoder.check(Messages.header(code, maxSize), maxFds);
    refuses(code, maxSize + 1, minFds, bytes(name, maxSize + 1, sizes));
    refuses(code, maxSize, maxFds + 1, fdCount(name, maxFds + 1, fds));
    if (minSize > 0) {
      refuses(code, minSize - 1, minFds, bytes(name, minSize - 1, sizes));
    }
    if (minFds > 0) {
      refuses(code, minSize, minFds - 1, fdCount(name, minFds - 1, fds));
    }
  }

  @Test
  void theTableHas37Rows() {
    assertThat(RequestType.values()).hasSize(37);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 23, 26, 27, 33, 35, 41, 44, 100, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void aCodeThatIsNotInTheTableIsUnknownWhateverItCarries(int code) throws ProtocolException {
    assertThat(RequestType.of(code)).isEmpty();
    assertThatCode(() -> Decoder.check(Messages.header(code, 4096), 253))
        .doesNotThrowAnyException();
    assertThat(Messages.decode(code, Messages.u64s(1, 2), 3))
        .isEqualTo(new Request.UnknownRequest(code));
  }

  private static void refuses(int code, int size, int fds, String message) {
    assertThatThrownBy(() -> Decoder.check(Messages.header(code, size), fds))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }

  private static String bytes(String name, int seen, String allowed) {
    return name + ": payload of " + seen + " bytes, allowed " + allowed;
  }

  private static String fdCount(String name, int seen, String allowed) {
    return name + ": " + seen + " file descriptors, allowed " + allowed;
  }
}
