package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;

/**
 * Holds where no static initializer constructs a collection or a map: those of static fields come from {@code of},
 * {@code copyOf} or a method that ends in one of them. Immutable.
 */
final class BuildCollectionsByCopying extends ArchCondition<JavaClass> {

    BuildCollectionsByCopying() {
        super("make the collections of static fields with of or copyOf");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        item.getStaticInitializer().map(JavaStaticInitializer::getConstructorCallsFromSelf).stream()
                .flatMap(Collection::stream)
                .filter(each -> isCollection(each.getTargetOwner()))
                .map(JavaConstructorCall::getDescription)
                .forEach(each -> events.add(SimpleConditionEvent.violated(item, each)));
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }
}
