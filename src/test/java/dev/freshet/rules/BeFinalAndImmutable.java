package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds where a static field is final and its type cannot change: a primitive, an enum, a record, a class of ours whose
 * fields are all of that kind, an interface of ours whose implementations all are, or a known immutable type of a library.
 * A private array counts as what it holds: nobody else can write to it, and {@link Tidy#writesToConstants} looks at its own
 * file. Immutable.
 */
final class BeFinalAndImmutable extends ArchCondition<JavaField> {
    /** Lists, sets and maps are here because their own rule looks at how they are made. */
    private static final Pattern KNOWN_IMMUTABLE = Pattern.compile("""
            java\\.lang\\.(String|CharSequence|Class|Boolean|Byte|Short|Integer|Long|Character|Float|Double)\
            |java\\.lang\\.invoke\\.(VarHandle|MethodHandle|MethodHandles\\$Lookup)\
            |java\\.math\\.Big(Integer|Decimal)\
            |java\\.net\\.URI\
            |java\\.nio\\.charset\\.Charset\
            |java\\.nio\\.file\\.Path\
            |java\\.time\\..+\
            |java\\.util\\.(List|Set|Map|SequencedCollection|Comparator|HexFormat|Locale|Optional|OptionalInt|OptionalLong|UUID)\
            |java\\.util\\.Base64\\$(Encoder|Decoder)\
            |java\\.util\\.concurrent\\.atomic\\.Atomic(Integer|Long|Reference)FieldUpdater\
            |java\\.util\\.function\\..+\
            |java\\.util\\.regex\\.Pattern\
            |org\\.slf4j\\.(Logger|Marker)\
            |io\\.lettuce\\.core\\.codec\\.RedisCodec\
            |io\\.netty\\.channel\\.(ChannelOption|WriteBufferWaterMark)\
            |io\\.netty\\.handler\\.codec\\.http\\.(HttpMethod|HttpVersion|HttpResponseStatus|EmptyHttpHeaders)\
            |io\\.netty\\.util\\.(AsciiString|AttributeKey)\
            |tools\\.jackson\\.core\\.json\\.JsonFactory""");

    BeFinalAndImmutable() {
        super("be final and of an immutable type");
    }

    @Override
    public void check(JavaField item, ConditionEvents events) {
        JavaClass held = isPrivate(item) ? item.getRawType().getBaseComponentType() : item.getRawType();
        if (!isFinal(item) || !isImmutable(held, new HashSet<>())) {
            String message = item.getFullName() + ": " + item.getRawType().getName()
                    + (isFinal(item) ? "" : ", not final") + " (expected: final, of an immutable type)";
            events.add(SimpleConditionEvent.violated(item, message));
        }
    }

    /** {@code seen} holds the types already being looked at, so that a type that refers to itself ends. */
    private static boolean isImmutable(JavaClass type, Set<JavaClass> seen) {
        if (type.isPrimitive() || type.isEnum() || type.isRecord() || !seen.add(type)) {
            return true;
        }
        if (type.isArray()) {
            return false;
        }
        if (!type.getName().startsWith("dev.freshet.")) {
            return KNOWN_IMMUTABLE.matcher(type.getName()).matches();
        }
        return hasOnlyImmutableFields(type, seen)
                && type.getAllSubclasses().stream().allMatch(each -> isImmutable(each, seen));
    }

    private static boolean hasOnlyImmutableFields(JavaClass type, Set<JavaClass> seen) {
        return type.getAllFields().stream()
                .filter(each -> !each.getModifiers().contains(JavaModifier.STATIC))
                .allMatch(each -> isFinal(each) && isImmutable(each.getRawType(), seen));
    }

    private static boolean isPrivate(JavaField field) {
        return field.getModifiers().contains(JavaModifier.PRIVATE);
    }

    private static boolean isFinal(JavaField field) {
        return field.getModifiers().contains(JavaModifier.FINAL);
    }
}
