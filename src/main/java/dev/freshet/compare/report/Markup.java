package dev.freshet.compare.report;

/**
 * Elements as HTML and SVG both take them: every attribute in double quotes, every text and value escaped, so that nothing
 * that is written can become markup. Confined to whoever builds one page.
 */
final class Markup {
    private static final char NOT_A_CHARACTER = '\uFFFD';

    private final StringBuilder out = new StringBuilder();

    /** Begins an element; {@code attributes} are names and values in turn, the names ours. */
    Markup open(String name, String... attributes) {
        tag(name, attributes);
        out.append('>');
        return this;
    }

    /** Ends an element. */
    Markup close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** An element without content, as XML and HTML both read it where HTML knows it as void and SVG as closed. */
    Markup empty(String name, String... attributes) {
        tag(name, attributes);
        out.append("/>\n");
        return this;
    }

    /** An element with nothing but text in it. */
    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close(name);
    }

    /** Text, escaped. */
    Markup text(String text) {
        text.chars().forEach(each -> append((char) each));
        return this;
    }

    /** What is markup already: our own style sheet, a drawing made here. */
    Markup made(String markup) {
        out.append(markup);
        return this;
    }

    private void tag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
    }

    private void append(char character) {
        switch (character) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.append(allowed(character) ? character : NOT_A_CHARACTER);
        }
    }

    /** XML 1.0 section 2.2 has no way to write the others, not even escaped. */
    private static boolean allowed(char character) {
        return (character >= ' ' && character < '\uFFFE') || character == '\n';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
