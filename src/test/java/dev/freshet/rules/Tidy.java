package dev.freshet.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java file must keep to beyond what the compiler and the formatter see. Each check gives one line for each place
 * where the file does not. There are no exceptions. Thread-safe: it has no state.
 */
final class Tidy {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 60;

    /** The brackets keep the pattern from matching itself. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\\b");

    private static final Pattern AUTHORSHIP = Pattern.compile("@(author|since|version)\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.])/(home|root|Users|work|tmp)/\\w|\\b[A-Z]:\\\\\\w");
    private static final Pattern VAGUE_WORD =
            Pattern.compile("(Manager|Helper|Util|Utils|Utility|Impl|Base|Common|Data|Info)(?![a-z0-9])");
    private static final Pattern SKIPPING_ANNOTATION =
            Pattern.compile("Ignore|(Disabled|Enabled)(If|On|For|In)?[A-Za-z]*");
    private static final Pattern ASSUMPTION = Pattern.compile("assum(e|ing)([A-Z]\\w*)?|abort");
    private static final Pattern ACCESSOR = Pattern.compile("get[A-Z]\\w*");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Set<Tree.Kind> STEPS = Set.of(
            Tree.Kind.PREFIX_INCREMENT,
            Tree.Kind.PREFIX_DECREMENT,
            Tree.Kind.POSTFIX_INCREMENT,
            Tree.Kind.POSTFIX_DECREMENT);
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@\\w");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z{<(])");
    private static final Pattern THREAD_RULE =
            Pattern.compile("\\b(immutable|thread-safe|confined)\\b", Pattern.CASE_INSENSITIVE);

    private Tidy() {}

    /** A file that is two ideas. */
    static Stream<String> longFiles(SourceFile file) {
        long lines = file.text().lines().count();
        return lines <= FILE_LINES
                ? Stream.empty()
                : Stream.of(file.name() + ": " + lines + " lines (expected: at most " + FILE_LINES + ")");
    }

    /** A method, constructor or initializer that does not fit on a screen. */
    static Stream<String> longMethods(SourceFile file) {
        Stream<Tree> methods = file.all(MethodTree.class).stream().map(TreePath::getLeaf);
        Stream<Tree> initializers = file.all(BlockTree.class).stream()
                .filter(each -> each.getParentPath().getLeaf() instanceof ClassTree)
                .map(TreePath::getLeaf);
        return Stream.concat(methods, initializers)
                .filter(each -> file.lines(each) > METHOD_LINES)
                .map(each -> file.place(each) + ": a method of " + file.lines(each) + " lines (expected: at most "
                        + METHOD_LINES + ")");
    }

    /** A note to do something later. */
    static Stream<String> unfinished(SourceFile file) {
        return matches(file, UNFINISHED, "finished work");
    }

    /** Who wrote a file, and when, is for the version control. */
    static Stream<String> authorship(SourceFile file) {
        return matches(file, AUTHORSHIP, "no authors and versions in comments");
    }

    /** A path that exists on somebody's machine only. */
    static Stream<String> machinePaths(SourceFile file) {
        return matches(file, MACHINE_PATH, "a path that every machine has");
    }

    /** Tab characters. */
    static Stream<String> tabs(SourceFile file) {
        return matches(file, Pattern.compile("\t"), "spaces");
    }

    /** A type whose name does not say what it is. */
    static Stream<String> vagueNames(SourceFile file) {
        return types(file)
                .filter(each -> VAGUE_WORD.matcher(each.getSimpleName()).find())
                .map(each ->
                        file.place(each) + ": " + each.getSimpleName() + " (expected: a name that says what it is)");
    }

    /** An accessor of ours called {@code getX}; what overrides a method of a library keeps its name. */
    static Stream<String> getters(SourceFile file) {
        return file.all(MethodTree.class).stream()
                .map(each -> (MethodTree) each.getLeaf())
                .filter(each -> ACCESSOR.matcher(each.getName()).matches())
                .filter(each -> each.getParameters().isEmpty() && !isOverride(each))
                .map(each -> file.place(each) + ": " + each.getName() + " (expected: an accessor without get)");
    }

    /** A top-level type whose documentation does not end with its thread rule. */
    static Stream<String> missingThreadRules(SourceFile file) {
        return file.all(ClassTree.class).stream()
                .filter(each -> each.getParentPath().getLeaf() == file.unit())
                .filter(each -> !endsWithThreadRule(file.comment(each)))
                .map(each -> file.place(each.getLeaf()) + ": " + ((ClassTree) each.getLeaf()).getSimpleName()
                        + " (expected: a comment that ends with Immutable, Thread-safe or Confined)");
    }

    /** A test that may not run: disabled, conditional, or resting on an assumption. */
    static Stream<String> skippedTests(SourceFile file) {
        Stream<Tree> annotations = file.all(AnnotationTree.class).stream()
                .map(TreePath::getLeaf)
                .filter(each -> SKIPPING_ANNOTATION
                        .matcher(lastName(((AnnotationTree) each).getAnnotationType()))
                        .matches());
        Stream<Tree> assumptions = calls(file)
                .filter(each ->
                        ASSUMPTION.matcher(lastName(each.getMethodSelect())).matches())
                .map(each -> each);
        return Stream.concat(annotations, assumptions)
                .map(each -> file.place(each) + ": " + each + " (expected: a test that runs everywhere)");
    }

    /** A test that waits for time to pass. */
    static Stream<String> sleeps(SourceFile file) {
        Stream<Tree> calls = calls(file)
                .filter(each -> lastName(each.getMethodSelect()).equals("sleep"))
                .map(each -> each);
        Stream<Tree> references = file.all(MemberReferenceTree.class).stream()
                .map(TreePath::getLeaf)
                .filter(each -> ((MemberReferenceTree) each).getName().contentEquals("sleep"));
        return Stream.concat(calls, references)
                .map(each -> file.place(each) + ": " + each + " (expected: a latch, a future or virtual time)");
    }

    /** A write to an element of a constant array, told by its name in capitals; a method that returns it may fill it. */
    static Stream<String> writesToConstants(SourceFile file) {
        return file.all(ArrayAccessTree.class).stream()
                .filter(each -> isWritten(each.getLeaf(), each.getParentPath().getLeaf()))
                .map(each -> (ArrayAccessTree) each.getLeaf())
                .filter(each -> CONSTANT.matcher(lastName(each.getExpression())).matches())
                .map(each -> file.place(each) + ": " + each + " (expected: a constant that stays as it was made)");
    }

    private static boolean isWritten(Tree element, Tree parent) {
        return switch (parent) {
            case AssignmentTree assignment -> assignment.getVariable() == element;
            case CompoundAssignmentTree assignment -> assignment.getVariable() == element;
            case UnaryTree unary -> STEPS.contains(unary.getKind());
            default -> false;
        };
    }

    private static Stream<String> matches(SourceFile file, Pattern pattern, String expected) {
        List<String> lines = file.text().lines().toList();
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1).flatMap(i -> {
            Matcher found = pattern.matcher(lines.get(i));
            return found.find()
                    ? Stream.of(file.name() + ":" + (i + 1) + ": " + found.group() + " (expected: " + expected + ")")
                    : Stream.empty();
        });
    }

    private static boolean endsWithThreadRule(String comment) {
        String description = BLOCK_TAG.split(comment, 2)[0].strip();
        List<String> sentences = SENTENCE_END.splitAsStream(description).toList();
        return sentences.subList(Math.max(0, sentences.size() - 2), sentences.size()).stream()
                .anyMatch(each -> THREAD_RULE.matcher(each).find());
    }

    private static Stream<ClassTree> types(SourceFile file) {
        return file.all(ClassTree.class).stream().map(each -> (ClassTree) each.getLeaf());
    }

    private static Stream<MethodInvocationTree> calls(SourceFile file) {
        return file.all(MethodInvocationTree.class).stream().map(each -> (MethodInvocationTree) each.getLeaf());
    }

    private static boolean isOverride(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(each -> lastName(each.getAnnotationType()).equals("Override"));
    }

    /** What stands after the last dot of a name. */
    private static String lastName(Tree name) {
        return switch (name) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> "";
        };
    }
}
