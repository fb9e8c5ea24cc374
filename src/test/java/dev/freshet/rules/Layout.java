package dev.freshet.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of the layout, each in a form that ArchUnit can check. Immutable. */
final class Layout {
    static final ArchRule IMPORTS_POINT_DOWN = rule(classes().should(new OnlyImportWhatIsBelow()));

    static final ArchRule NO_CYCLES =
            rule(slices().matching("dev.freshet.(**)").should().beFreeOfCycles());

    static final ArchRule CAFFEINE_IN_CACHE = confined("com.github.benmanes.caffeine..", "cache");
    static final ArchRule LETTUCE_IN_SOURCE = confined("io.lettuce..", "source");
    static final ArchRule TLS_IN_TLS = confined("io.netty.handler.ssl..", "tls");
    static final ArchRule YAML_IN_CONFIG = confined("org.snakeyaml..", "config");

    static final ArchRule ONE_CLOCK = rule(noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.freshet.observe.SystemClock")
            .should()
            .accessTargetWhere(touches("the wall clock or sleep", """
                    java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*\
                    |java\\.time\\.\\w+\\.now\\(.*\
                    |java\\.time\\.(Clock|InstantSource)\\.(system|tick)\\w*\\(.*\
                    |java\\.util\\.Date\\.<init>\\(\\)\
                    |java\\.lang\\.Thread\\.sleep\\(.*\
                    |java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*""")));

    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS_OR_EXITS = rule(noClasses()
            .that()
            .resideOutsideOfPackage("dev.freshet.cli..")
            .should()
            .accessTargetWhere(touches("the process's output or its end", """
                    java\\.lang\\.System\\.(in|out|err|exit\\(.*|setOut\\(.*|setErr\\(.*)\
                    |java\\.lang\\.Runtime\\.(exit|halt)\\(.*\
                    |.*\\.printStackTrace\\(\\)""")));

    static final ArchRule NO_MUTABLE_STATICS = rule(fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should(new BeFinalAndImmutable()));

    static final ArchRule STATICS_HOLD_NO_MUTABLE_COLLECTION = rule(classes().should(new BuildCollectionsByCopying()));

    static final ArchRule CLASSES_ARE_FINAL = rule(classes()
            .that(describe(
                    "could be final",
                    each -> !(each.isInterface() || each.isEnum() || each.isAnonymousClass() || each.isSealed())
                            && !each.getModifiers().contains(JavaModifier.ABSTRACT)))
            .should()
            .haveModifier(JavaModifier.FINAL));

    static final ArchRule PACKAGES_ARE_NULL_MARKED = rule(classes().should(new BeInANullMarkedPackage()));

    private Layout() {}

    /** Every rule of the layout. */
    static List<ArchRule> rules() {
        return List.of(
                IMPORTS_POINT_DOWN,
                NO_CYCLES,
                CAFFEINE_IN_CACHE,
                LETTUCE_IN_SOURCE,
                TLS_IN_TLS,
                YAML_IN_CONFIG,
                ONE_CLOCK,
                ONLY_THE_COMMAND_LINE_PRINTS_OR_EXITS,
                NO_MUTABLE_STATICS,
                STATICS_HOLD_NO_MUTABLE_COLLECTION,
                CLASSES_ARE_FINAL,
                PACKAGES_ARE_NULL_MARKED);
    }

    private static ArchRule confined(String library, String home) {
        return rule(noClasses()
                .that()
                .resideOutsideOfPackage("dev.freshet." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    /** A package may still be empty, so a rule that finds nothing to check holds. */
    private static ArchRule rule(ArchRule rule) {
        return rule.allowEmptyShould(true);
    }

    /** Calls, constructions, field accesses and method references whose full name matches {@code names}. */
    private static DescribedPredicate<JavaAccess<?>> touches(String what, String names) {
        Pattern pattern = Pattern.compile(names);
        return describe(
                what,
                access -> pattern.matcher(access.getTarget().getFullName()).matches());
    }

    /** Holds where the class's package says {@code @NullMarked}. Immutable. */
    private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {
        BeInANullMarkedPackage() {
            super("be in a package marked @NullMarked");
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            if (!item.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                String message = item.getName() + ": its package is not @NullMarked (expected: in package-info.java)";
                events.add(SimpleConditionEvent.violated(item, message));
            }
        }
    }
}
