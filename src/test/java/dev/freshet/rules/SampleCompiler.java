package dev.freshet.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles Java written inside a test, so that a rule can be shown what it must catch. It looks through the class path once,
 * which takes longer than any sample. Confined to one test class.
 */
final class SampleCompiler implements AutoCloseable {
    private static final Pattern TYPE_NAME = Pattern.compile("(?:class|interface|enum|record) (\\w+)");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

    /** The classes of {@code sources}, one top-level type each, which may refer to each other and to the test class path. */
    JavaClasses compiled(Path folder, String... sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        List<JavaFileObject> units =
                Arrays.stream(sources).map(SampleCompiler::unit).toList();
        if (!compiler.getTask(messages, files, null, options, null, units).call()) {
            throw new AssertionError("the sample does not compile:\n" + messages);
        }
        return new ClassFileImporter().importPath(classes);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static JavaFileObject unit(String source) {
        Matcher name = TYPE_NAME.matcher(source);
        if (!name.find()) {
            throw new AssertionError("a sample without a type: " + source);
        }
        return new SimpleJavaFileObject(
                URI.create("sample:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
