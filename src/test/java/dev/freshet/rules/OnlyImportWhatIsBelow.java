package dev.freshet.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/**
 * Holds where a class depends on its own package and on packages of lower lines only. What lies under a package counts as
 * that package. Immutable.
 */
final class OnlyImportWhatIsBelow extends ArchCondition<JavaClass> {
    private static final String ROOT = "dev.freshet.";
    private static final int NO_LINE = -1;

    /** From top to bottom; packages on one line do not import each other. */
    private static final List<Set<String>> LINES = List.of(
            Set.of("cli"),
            Set.of("app"),
            Set.of("server", "refresh", "admin", "compare", "demo"),
            Set.of("decide", "source", "tls", "hand"),
            Set.of("upstream"),
            Set.of("cache"),
            Set.of("config", "observe"));

    OnlyImportWhatIsBelow() {
        super("import only what stands below them in the layout");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        String from = packageOf(item);
        if (line(from) == NO_LINE) {
            String message = item.getName() + ": " + from + " (expected: a package of the layout)";
            events.add(SimpleConditionEvent.violated(item, message));
        }
        for (Dependency each : item.getDirectDependenciesFromSelf()) {
            JavaClass target = each.getTargetClass().getBaseComponentType();
            if (target.getName().startsWith(ROOT) && !mayImport(from, packageOf(target))) {
                events.add(SimpleConditionEvent.violated(each, each.getDescription()));
            }
        }
    }

    private static boolean mayImport(String from, String to) {
        return from.equals(to) || line(from) < line(to);
    }

    /** The package's first segment under the root; the class's full name where it is not under the root. */
    private static String packageOf(JavaClass item) {
        String name = item.getName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : name;
    }

    private static int line(String segment) {
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains(segment)) {
                return i;
            }
        }
        return NO_LINE;
    }
}
