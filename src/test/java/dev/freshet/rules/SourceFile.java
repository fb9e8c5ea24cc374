package dev.freshet.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java file, parsed but not compiled. Confined to the test's thread: the compiler's trees are.
 *
 * @param name for messages
 * @param text the whole file
 * @param unit its tree
 * @param trees where positions and comments are found
 */
record SourceFile(String name, String text, CompilationUnitTree unit, DocTrees trees) {

    /** Every Java file under {@code roots}. */
    static List<SourceFile> under(Path... roots) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.add(new Source(file.toString().replace('\\', '/'), Files.readString(file)));
                }
            }
        }
        return parse(sources);
    }

    /** {@code text} as if it were the file of a type called Sample. */
    static SourceFile of(String text) {
        return parse(List.of(new Source("Sample.java", text))).getFirst();
    }

    /** Every tree of the file that is a {@code kind}, with the way to it, in the order of the text. */
    List<TreePath> all(Class<? extends Tree> kind) {
        List<TreePath> found = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void scan(Tree tree, Void nothing) {
                if (kind.isInstance(tree)) {
                    found.add(getCurrentPath() == null ? new TreePath(unit) : new TreePath(getCurrentPath(), tree));
                }
                return super.scan(tree, nothing);
            }
        }.scan(unit, null);
        return found;
    }

    /** The number of lines {@code tree} stands on, without its comment. */
    long lines(Tree tree) {
        return line(trees.getSourcePositions().getEndPosition(unit, tree)) - firstLine(tree) + 1;
    }

    /** Where {@code tree} begins, for messages: {@code file:line}. */
    String place(Tree tree) {
        return name + ":" + firstLine(tree);
    }

    /** The text of the tree's documentation comment; empty where it has none. */
    String comment(TreePath path) {
        String comment = trees.getDocComment(path);
        return comment == null ? "" : comment;
    }

    private long firstLine(Tree tree) {
        return line(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }

    private static List<SourceFile> parse(List<Source> sources) {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, sources);
        DocTrees trees = DocTrees.instance(task);
        List<SourceFile> files = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                JavaFileObject source = unit.getSourceFile();
                String text = source.getCharContent(true).toString();
                files.add(new SourceFile(source.getName().substring(1), text, unit, trees));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** A text in memory that the compiler can read. Immutable. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        /** {@code name}: a relative path, with slashes. */
        Source(String name, String text) {
            super(URI.create("source:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
