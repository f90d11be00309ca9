package io.ringfence.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The map of the lab (DESIGN.md): which package may use which. Tests are left out. */
class LabArchitectureTest {
  private static final String LAB = "io.ringfence.lab.";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.ringfence.lab");

  @Test
  void theRulesAreAboutSomething() {
    for (String room : List.of("kit", "measure", "checks", "report", "cli")) {
      assertThat(CODE.that(resideInAPackage(LAB + room + ".."))).as(room).isNotEmpty();
    }
  }

  @Test
  void dependenciesOfRoomsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("kit")
        .definedBy(LAB + "kit..")
        .layer("measure")
        .definedBy(LAB + "measure..")
        .layer("checks")
        .definedBy(LAB + "checks..")
        .layer("report")
        .definedBy(LAB + "report..")
        .layer("cli")
        .definedBy(LAB + "cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("checks")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("measure")
        .mayOnlyBeAccessedByLayers("report", "cli")
        .whereLayer("kit")
        .mayOnlyBeAccessedByLayers("measure", "checks", "report", "cli")
        .check(CODE);
  }

  @Test
  void everyClassIsInARoom() {
    classes()
        .that()
        .doNotHaveFullyQualifiedName(LAB + "LabException")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .resideInAnyPackage(
            LAB + "kit..", LAB + "measure..", LAB + "checks..", LAB + "report..", LAB + "cli..")
        .check(CODE);
  }

  @Test
  void noPackagesDependOnEachOther() {
    slices().matching(LAB + "(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void statisticsKnowNoGuestAndNoPolicy() {
    classes()
        .that()
        .resideInAPackage(LAB + "kit.statistics..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                LAB + "kit.statistics..",
                "java..",
                "com.fasterxml.jackson.annotation..",
                "org.apache.commons.statistics.."))
        .check(CODE);
  }

  @Test
  void ringCodeIsMeasuredWithoutAGuestAndAGuestWithoutRingCode() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            LAB + "kit.client..",
            LAB + "measure.costs..",
            LAB + "measure.disassembly..",
            LAB + "measure.verify..",
            LAB + "cli..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.ringfence.ring..", "io.ringfence.testkit.."))
        .check(CODE);
    noClasses()
        .that()
        .resideInAnyPackage(
            LAB + "measure.costs..", LAB + "measure.disassembly..", LAB + "measure.verify..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(LAB + "kit.guest..", LAB + "kit.testbed..", LAB + "kit.traffic.."))
        .check(CODE);
  }

  @Test
  void theDaemonIsKnownByItsCommandLineAndItsAdminInterface() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.ringfence.server..", "io.ringfence.protocol.."))
        .check(CODE);
  }
}
