package dev.freshet.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Fails a test that leaves a buffer unreleased, or that logs a warning which it neither captured ({@link LogCapture}) nor
 * declared ({@link MayWarn}). Registered for every test by META-INF/services.
 *
 * <p>The verdict comes when the context of the test closes, after every other extension has cleaned up. What a class
 * prepares for all of its tests (before or after all, in a static extension, in one instance for the class) may hold
 * buffers for longer than a test; they are then looked at when the class ends.
 * Thread-safe: has no state.
 */
public final class LeakCheck implements BeforeAllCallback, BeforeEachCallback {
    /** Where what watches a test or class is kept. */
    static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakCheck.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Begins to count before any test can allocate. */
    public LeakCheck() {
        BufferLedger.installed();
        WarningLedger.installed();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> enclosing = context.getRequiredTestClass().getEnclosingClass();
        watch(context, !preparesForAll(enclosing));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watch(context, !preparesForAll(context.getRequiredTestClass()));
    }

    private static void watch(ExtensionContext context, boolean buffers) {
        Set<Watch.Matter> matters = EnumSet.noneOf(Watch.Matter.class);
        if (buffers) {
            matters.add(Watch.Matter.BUFFERS);
        }
        if (!mayWarn(context)) {
            matters.add(Watch.Matter.WARNINGS);
        }
        Watch watch = new Watch();
        AutoCloseable atTheEnd = () -> {
            if (context.getExecutionException().isPresent()) {
                watch.forgive();
            } else {
                watch.verify(matters, PATIENCE);
            }
        };
        context.getStore(NAMESPACE).put(Watch.class, atTheEnd);
    }

    private static boolean mayWarn(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getElement(), MayWarn.class)
                || AnnotationSupport.isAnnotated(context.getTestClass(), MayWarn.class);
    }

    /** Whether the class, or one it is nested in, holds something for longer than one test. */
    static boolean preparesForAll(Class<?> testClass) {
        for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
            if (hasMethodFor(each, BeforeAll.class)
                    || hasMethodFor(each, AfterAll.class)
                    || hasStaticExtension(each)
                    || isOneInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasMethodFor(Class<?> testClass, Class<? extends Annotation> annotation) {
        return !AnnotationSupport.findAnnotatedMethods(testClass, annotation, HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
    }

    private static boolean hasStaticExtension(Class<?> testClass) {
        return !AnnotationSupport.findAnnotatedFields(
                        testClass,
                        RegisterExtension.class,
                        field -> Modifier.isStatic(field.getModifiers()),
                        HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
    }

    private static boolean isOneInstance(Class<?> testClass) {
        return AnnotationSupport.findAnnotation(testClass, TestInstance.class)
                .filter(annotation -> annotation.value() == TestInstance.Lifecycle.PER_CLASS)
                .isPresent();
    }
}
