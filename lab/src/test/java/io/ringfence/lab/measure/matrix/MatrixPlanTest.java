package io.ringfence.lab.measure.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixPlanTest {
  @Test
  void cellsAreAllCombinationsOfTheAxesAndThenThoseListed() {
    List<Cell> cells =
        MatrixPlan.parse(
            """
            {"defaults": {"pairs": 3, "policies": "smp,dma"},
             "axes": {"ring": ["split", "packed"], "cpus": [1, 2]},
             "cells": [{"arch": "aarch64", "until-decided": true, "pairs": 9}]}
            """);

    assertThat(cells)
        .extracting(Cell::name)
        .containsExactly(
            "ring=split cpus=1",
            "ring=split cpus=2",
            "ring=packed cpus=1",
            "ring=packed cpus=2",
            "arch=aarch64 until-decided=true pairs=9");
    assertThat(cells.getFirst().arguments())
        .containsExactly("--pairs=3", "--policies=smp,dma", "--ring=split", "--cpus=1");
    assertThat(cells.getLast().arguments())
        .containsExactly("--pairs=9", "--policies=smp,dma", "--arch=aarch64", "--until-decided");
  }

  @Test
  void whatIsNoPlanIsTold() {
    assertThatThrownBy(() -> MatrixPlan.parse("{}")).hasMessage("no cell; expected axes or cells");
    assertThatThrownBy(() -> MatrixPlan.parse("[]"))
        .hasMessage("expected an object with [defaults, axes, cells]");
    assertThatThrownBy(() -> MatrixPlan.parse("{\"cell\": []}"))
        .hasMessage("section \"cell\"; expected [defaults, axes, cells]");
    assertThatThrownBy(() -> MatrixPlan.parse("{\"cells\": [{\"cpus\": 1}, {\"cpus\": 1}]}"))
        .hasMessage("two cells are \"cpus=1\"");
    assertThatThrownBy(() -> MatrixPlan.parse("{\"cells\": [{\"json\": \"x\"}]}"))
        .hasMessage("option \"json\" belongs to the whole matrix");
    assertThatThrownBy(() -> MatrixPlan.parse("{\"cells\": [{\"cpus\": [1]}]}"))
        .hasMessage("\"cpus\": [1]; expected a text or a number");
  }
}
