package io.ringfence.lab.kit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanUpTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void stepsRunOnceInReverseOrderAlsoAfterOneThatFails() {
    CleanUp cleanUp = new CleanUp();
    cleanUp.addStep("a", () -> ended.add("a"));
    cleanUp.addStep(
        "b",
        () -> {
          ended.add("b");
          throw new IllegalStateException("on purpose");
        });
    cleanUp.addStep("c", () -> ended.add("c"));

    cleanUp.close();
    cleanUp.close();

    assertThat(ended).containsExactly("c", "b", "a");
  }

  @Test
  void whatIsAddedTooLateIsEndedAtOnce() {
    CleanUp cleanUp = new CleanUp();
    cleanUp.close();

    assertThatThrownBy(() -> cleanUp.addStep("late", () -> ended.add("late")))
        .hasMessage("interrupted");
    assertThat(ended).containsExactly("late");
  }
}
