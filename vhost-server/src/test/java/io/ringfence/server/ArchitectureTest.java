package io.ringfence.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.VarHandle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must never be (DESIGN.md). Tests are left out: they may do what they like. */
class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(place -> !place.contains("/testkit/"))
          .importPackages("io.ringfence");

  private static final String SERVER = "io.ringfence.server.";

  /** The packages that {@code DataPathRealms} names. */
  private static final String REALM_CODE = "io.ringfence.server..datapath";

  private static void check(ArchRule rule) {
    rule.check(CODE);
  }

  @Test
  void theRulesAreAboutSomething() {
    for (String name :
        new String[] {
          "io.ringfence.ring",
          "io.ringfence.protocol",
          SERVER + "session",
          SERVER + "worker",
          SERVER + "device",
          SERVER + "memory",
          SERVER + "pair",
          SERVER + "datapath",
          SERVER + "packet",
          SERVER + "uplink",
          SERVER + "crossing",
          SERVER + "os"
        }) {
      assertThat(CODE.that(resideInAPackage(name + ".."))).as(name).isNotEmpty();
    }
  }

  @Test
  void theLibrariesStandAlone() {
    for (String library : new String[] {"io.ringfence.ring", "io.ringfence.protocol"}) {
      check(
          classes()
              .that()
              .resideInAPackage(library + "..")
              .should()
              .onlyDependOnClassesThat(resideInAnyPackage(library + "..", "java..")));
    }
  }

  @Test
  void theLibrariesKnowNoSocketAndNoThread() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.ringfence.ring..", "io.ringfence.protocol..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.net..", "java.nio.channels..", "java.util.concurrent.."))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class));
  }

  @Test
  void aWorkerCallsNoSession() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                SERVER + "worker..",
                SERVER + "pair..",
                SERVER + "datapath..",
                SERVER + "capture..",
                SERVER + "packet..",
                SERVER + "uplink..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                SERVER + "session..",
                SERVER + "device..",
                SERVER + "memory..",
                SERVER + "admin..",
                SERVER + "cli.."));
  }

  /** It may describe one; what lives is in a worker's hands. */
  @Test
  void aSessionTouchesNoLiveRing() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(SERVER + "session..", SERVER + "device..", SERVER + "memory..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "io\\.ringfence\\.ring\\.(queue\\.\\w+|Chain)"
                    + "|io\\.ringfence\\.server\\.(pair\\.DataPath|datapath\\..*)"
                    + "|io\\.ringfence\\.server\\.worker\\.(QueuePair|ServedPath|WatchedPair)"));
  }

  /**
   * Fences and ordered accesses of shared memory are in Barriers and PointBarrier. Opaque ones are
   * in SharedField, with the fences that bind the compiler alone. VringCounters accesses memory
   * that no driver sees. So does CrossingBarriers, which holds all of its package.
   */
  @Test
  void noFenceAndNoOrderedAccessStandsOutsideTheBarriers() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.ringfence.ring.queue.Barriers")
            .and()
            .doNotHaveFullyQualifiedName("io.ringfence.ring.queue.PointBarrier")
            .and()
            .doNotHaveFullyQualifiedName("io.ringfence.ring.queue.SharedField")
            .and()
            .doNotHaveFullyQualifiedName(SERVER + "pair.VringCounters")
            .and()
            .doNotHaveFullyQualifiedName(SERVER + "crossing.CrossingBarriers")
            .and()
            .resideInAnyPackage("io.ringfence.ring..", "io.ringfence.server..")
            .should()
            .accessTargetWhere(orderedAccess()));
  }

  /**
   * Code that a realm compiles anew is called by realm code alone: a call from outside would run
   * the copy of the application's class loader, which all policies share. A class literal is no
   * call.
   */
  @Test
  void realmCodeIsCalledByRealmCodeAlone() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(REALM_CODE)
            .should()
            .accessTargetWhere(
                DescribedPredicate.describe(
                    "a member of realm code",
                    access -> resideInAPackage(REALM_CODE).test(access.getTargetOwner()))));
  }

  /**
   * A class that serves a ring, and that no realm compiles anew, shares its code among policies.
   */
  @Test
  void whatServesARingIsRealmCode() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.ringfence.server..")
            .and()
            .resideOutsideOfPackage(REALM_CODE)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.ringfence.ring.queue.Virtqueue"));
  }

  @Test
  void theRoomsOfTheServerFormNoCycle() {
    check(
        slices()
            .matching("io.ringfence.server.(session|device|memory|worker|pair|packet|capture|os)..")
            .should()
            .beFreeOfCycles());
  }

  private static DescribedPredicate<JavaAccess<?>> orderedAccess() {
    var modes =
        Set.of(
            "Fence", "Volatile", "Acquire", "Release", "Opaque", "CompareAnd", "GetAnd", "getAnd");
    return DescribedPredicate.describe(
        "a fence or an access of VarHandle that has an order",
        access ->
            access.getTargetOwner().isEquivalentTo(VarHandle.class)
                && modes.stream().anyMatch(access.getName()::contains));
  }

  @Test
  void theQueuesBetweenWorkersUseSystemCallsOnly() {
    check(
        classes()
            .that()
            .resideInAPackage(SERVER + "crossing..")
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage("java..", SERVER + "crossing..", SERVER + "os..")));
  }

  @Test
  void nettyIsForUplinksAndTheAdminInterface() {
    only("io.netty..", SERVER + "uplink..", SERVER + "admin..");
  }

  @Test
  void junixsocketIsForSessions() {
    only("org.newsclub..", SERVER + "session..");
  }

  /** So that a daemon that nobody asks anything, or takes over, does not load it. */
  @Test
  void jacksonIsForTheAdminInterfaceAndHandOvers() {
    only("com.fasterxml..", SERVER + "admin..", SERVER + "cli..", SERVER + "takeover..");
  }

  @Test
  void theDeclarationsOfRecordsDependOnNothing() {
    check(
        classes()
            .that()
            .resideInAPackage(SERVER + "records..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(SERVER + "records..", "java..")));
  }

  private static void only(String library, String... packages) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(packages)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  /** Segments and arenas are everybody's; calls into native code are not. */
  @Test
  void nativeCallsAreForTheSystemPackageAndTheBarrierStubs() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(SERVER + "os..")
            .and()
            .doNotHaveFullyQualifiedName("io.ringfence.ring.MachineCode")
            .and()
            .resideInAnyPackage(
                "io.ringfence.ring..", "io.ringfence.protocol..", "io.ringfence.server..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "Linker, SymbolLookup or FunctionDescriptor",
                    (JavaClass target) ->
                        target.getName().startsWith("java.lang.foreign.Linker")
                            || target.getName().equals("java.lang.foreign.SymbolLookup")
                            || target.getName().equals("java.lang.foreign.FunctionDescriptor"))));
  }

  @Test
  void nothingThatIsShippedKnowsTheTestkitOrTheLab() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.ringfence.ring..", "io.ringfence.protocol..", "io.ringfence.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ringfence.testkit..", "io.ringfence.lab.."));
  }
}
