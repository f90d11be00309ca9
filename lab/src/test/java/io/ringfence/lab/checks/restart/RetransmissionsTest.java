package io.ringfence.lab.checks.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import org.junit.jupiter.api.Test;

class RetransmissionsTest {
  @Test
  void theCountStandsUnderItsName() {
    String snmp =
        """
        Ip: Forwarding DefaultTTL
        Ip: 1 64
        Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens InSegs OutSegs RetransSegs InErrs
        Tcp: 1 200 120000 -1 7 512 498 3 0
        """;
    assertThat(Retransmissions.count(snmp)).isEqualTo(3);
  }

  @Test
  void aFileWithoutTheCountIsTold() {
    assertThatThrownBy(() -> Retransmissions.count("Tcp: InSegs\nTcp: 5\n"))
        .isInstanceOf(LabException.class)
        .hasMessage("/proc/net/snmp has no RetransSegs: Tcp: InSegs\nTcp: 5");
  }
}
