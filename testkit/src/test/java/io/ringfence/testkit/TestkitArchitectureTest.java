package io.ringfence.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dependencies between the testkit's packages (DESIGN.md). Tests are left out. */
class TestkitArchitectureTest {
  private static final String KIT = "io.ringfence.testkit";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(KIT);

  @Test
  void theRulesAreAboutSomething() {
    for (String name :
        List.of("os", "memory", "ring", "race", "net", "wire", "guest", "property")) {
      assertThat(CODE.that(resideInAPackage(KIT + "." + name))).as(name).isNotEmpty();
    }
  }

  @Test
  void itSharesNothingWithWhatItTests() {
    classes()
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(KIT + "..", "java.."))
        .check(CODE);
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("ground")
        .definedBy(KIT)
        .layer("os")
        .definedBy(KIT + ".os")
        .layer("memory")
        .definedBy(KIT + ".memory")
        .layer("ring")
        .definedBy(KIT + ".ring")
        .layer("race")
        .definedBy(KIT + ".race")
        .layer("net")
        .definedBy(KIT + ".net")
        .layer("wire")
        .definedBy(KIT + ".wire")
        .layer("guest")
        .definedBy(KIT + ".guest")
        .whereLayer("guest")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("race")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("net")
        .mayOnlyBeAccessedByLayers("guest")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("guest")
        .whereLayer("ring")
        .mayOnlyBeAccessedByLayers("race", "net", "wire", "guest")
        .whereLayer("memory")
        .mayOnlyBeAccessedByLayers("ring", "net", "wire", "guest")
        .whereLayer("os")
        .mayOnlyBeAccessedByLayers("memory", "wire", "guest")
        .whereLayer("ground")
        .mayOnlyBeAccessedByLayers("os", "memory", "ring", "race", "net", "wire", "guest")
        .check(CODE);
  }

  @Test
  void theGroundStandsOnNothing() {
    classes()
        .that()
        .resideInAPackage(KIT)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(KIT, "java.."))
        .check(CODE);
  }

  @Test
  void propertiesKnowNoRingAndNoRingKnowsThem() {
    classes()
        .that()
        .resideInAPackage(KIT + ".property")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(KIT + ".property", "java.."))
        .check(CODE);
    noClasses()
        .that()
        .resideOutsideOfPackage(KIT + ".property")
        .should()
        .dependOnClassesThat(resideInAPackage(KIT + ".property"))
        .check(CODE);
  }

  @Test
  void nativeCallsAreMadeInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(KIT + ".os")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup|FunctionDescriptor).*")
        .check(CODE);
  }
}
