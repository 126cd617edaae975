package org.plimsoll.local;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;

/** The arrows of the design, over everything that this module sees. */
@AnalyzeClasses(packages = "org.plimsoll", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule coreNeedsTheJdkAndJSpecifyOnly =
      classes()
          .that()
          .resideInAPackage("org.plimsoll.core..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.plimsoll.core..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule coreReadsNoClockNoChanceAndNoEnvironment =
      noClasses()
          .that()
          .resideInAPackage("org.plimsoll.core..")
          .should()
          .accessTargetWhere(readsClockChanceOrEnvironment())
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule replayHasNothingToSendWith =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.plimsoll.audit..", "org.plimsoll.verify..", "org.plimsoll.core.replay..")
          .and()
          .resideOutsideOfPackage("org.plimsoll.audit.publication..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.producer..",
              "org.springframework.kafka..",
              "org.springframework.web..",
              "java.net.http..",
              "jakarta.mail..",
              "org.plimsoll.audit.publication..");

  /** What they read, they read as a user who may write nothing; what they started could send. */
  @ArchTest
  static final ArchRule commandsThatReplayStartNothingAndSendNothing =
      noClasses()
          .that()
          .belongToAnyOf(ReplayCommand.class, ReplayText.class, BacktestCommand.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Session.class, Installation.class, Services.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.producer..",
              "org.springframework..",
              "java.net.http..",
              "org.plimsoll.audit.publication..");

  /** The jar holds no client of anything: what led to one would fail when it came to it. */
  @ArchTest
  static final ArchRule whatVerifiesNeedsNoNetwork =
      classes().that().resideInAPackage("org.plimsoll.verify..").should(leadToNoNetwork());

  @ArchTest
  static final ArchRule policyNeedsCoreAndAYamlReaderOnly =
      classes()
          .that()
          .resideInAPackage("org.plimsoll.policy..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.plimsoll.policy..",
              "org.plimsoll.core..",
              "java..",
              "org.jspecify..",
              "org.yaml.snakeyaml..");

  @ArchTest
  static final ArchRule eachServiceStandsAlone =
      classes()
          .that()
          .resideInAnyPackage(
              "org.plimsoll.escalation..",
              "org.plimsoll.intake..",
              "org.plimsoll.leadership..",
              "org.plimsoll.audit..")
          .should(dependOnNoOtherService());

  /** They get what one reader may see, and nothing from which more could be asked. */
  @ArchTest
  static final ArchRule handlersOfLeadershipCannotAskTheDatabase =
      noClasses()
          .that()
          .resideInAPackage("org.plimsoll.leadership")
          .and(
              annotatedWith("org.springframework.stereotype.Controller")
                  .or(annotatedWith("org.springframework.web.bind.annotation.RestController")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework.jdbc..", "javax.sql..", "java.sql..");

  @ArchTest
  static final ArchRule nobodyDependsOnTheComposition =
      noClasses()
          .that(not(resideInAPackage("org.plimsoll.local..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.plimsoll.local..");

  @ArchTest
  static final ArchRule schemasAndProcessesNeedNothingOfOurs =
      noClasses()
          .that()
          .resideInAnyPackage("org.plimsoll.schema..", "org.plimsoll.processes..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.plimsoll..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.plimsoll.schema..", "org.plimsoll.processes.."))));

  @ArchTest
  static final ArchRule wireIsBelowTheServices =
      noClasses()
          .that()
          .resideInAPackage("org.plimsoll.wire..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.plimsoll..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.plimsoll.wire..",
                              "org.plimsoll.core..",
                              "org.plimsoll.schema.."))));

  @ArchTest
  static final ArchRule onlyWireTurnsAvroIntoCoreAndBack =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.plimsoll.wire..")
          .should(declareMappingBetweenAvroAndCore());

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that(not(resideInAPackage("org.plimsoll.schema..")))
          .should(resideInNullMarkedPackages());

  private static DescribedPredicate<JavaAccess<?>> readsClockChanceOrEnvironment() {
    return DescribedPredicate.describe(
        "read the clock, chance or the environment",
        access -> {
          JavaClass owner = access.getTarget().getOwner();
          String name = access.getTarget().getName();
          boolean clock =
              name.equals("now")
                  && (owner.isEquivalentTo(Instant.class)
                      || owner.isEquivalentTo(LocalDate.class)
                      || owner.isEquivalentTo(LocalDateTime.class)
                      || owner.isEquivalentTo(OffsetDateTime.class)
                      || owner.isEquivalentTo(ZonedDateTime.class));
          boolean system =
              owner.isEquivalentTo(System.class)
                  && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty")
                      .contains(name);
          boolean chance =
              (owner.isEquivalentTo(Math.class) && name.equals("random"))
                  || owner.isAssignableTo(Random.class)
                  || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"));
          return clock
              || system
              || chance
              || (owner.isEquivalentTo(Date.class) && name.equals("<init>"));
        });
  }

  /** Over whatever is ours; other people's libraries are not followed. */
  private static ArchCondition<JavaClass> leadToNoNetwork() {
    DescribedPredicate<JavaClass> network =
        resideInAnyPackage(
            "org.apache.kafka..", "org.springframework..", "java.net..", "java.nio.channels..");
    return new ArchCondition<>("lead to nothing of a network") {
      @Override
      public void check(JavaClass begin, ConditionEvents events) {
        Map<JavaClass, String> reachedBy = new HashMap<>(Map.of(begin, begin.getSimpleName()));
        Deque<JavaClass> ahead = new ArrayDeque<>(reachedBy.keySet());
        while (!ahead.isEmpty()) {
          JavaClass here = ahead.poll();
          String way = reachedBy.get(here);
          for (var dependency : here.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass();
            if (network.test(target) && !FILES.contains(target.getName())) {
              events.add(
                  SimpleConditionEvent.violated(
                      dependency, way + ": " + dependency.getDescription()));
            } else if (target.getPackageName().startsWith("org.plimsoll.")
                && reachedBy.putIfAbsent(target, way + " > " + target.getSimpleName()) == null) {
              ahead.add(target);
            }
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> dependOnNoOtherService() {
    return new ArchCondition<>("depend on no other service") {
      @Override
      public void check(JavaClass service, ConditionEvents events) {
        String own = module(service);
        service
            .getDirectDependenciesFromSelf()
            .forEach(dependency -> {
              String other = module(dependency.getTargetClass());
              if (SERVICES.contains(other) && !other.equals(own)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
              }
            });
      }
    };
  }

  private static final Set<String> FILES = Set.of(FileChannel.class.getName());

  private static final Set<String> SERVICES =
      Set.of("escalation", "intake", "leadership", "audit", "verify", "local");

  /** The third part of the package: org.plimsoll.MODULE. */
  private static String module(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 2 && type.getPackageName().startsWith("org.plimsoll.") ? parts[2] : "";
  }

  /** A method that takes one and gives the other is a mapping, wherever it stands. */
  private static ArchCondition<JavaClass> declareMappingBetweenAvroAndCore() {
    return new ArchCondition<>("declare a method from Avro to core or from core to Avro") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMethods()
            .forEach(method -> {
              String result = method.getRawReturnType().getPackageName();
              boolean maps =
                  method.getRawParameterTypes().stream()
                      .map(JavaClass::getPackageName)
                      .anyMatch(given ->
                          (isAvro(given) && isCore(result)) || (isCore(given) && isAvro(result)));
              if (maps) {
                events.add(SimpleConditionEvent.satisfied(method, method.getDescription()));
              }
            });
      }
    };
  }

  private static boolean isAvro(String packageName) {
    return packageName.equals("org.plimsoll.schema");
  }

  private static boolean isCore(String packageName) {
    return packageName.startsWith("org.plimsoll.core");
  }

  private static ArchCondition<JavaClass> resideInNullMarkedPackages() {
    return new ArchCondition<>("reside in packages marked @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  type, "package " + type.getPackageName() + " is not @NullMarked"));
        }
      }
    };
  }
}
