package dev.freshet.server;

import java.util.List;

/** A request that a test asks, with lines such as {@code Accept: text/plain}; POST has a body of two bytes. Immutable. */
record Question(String method, String target, List<String> lines) {
    static Question get(String target, String... lines) {
        return new Question("GET", target, List.of(lines));
    }

    boolean hasBody() {
        return method.equals("POST");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }
}
