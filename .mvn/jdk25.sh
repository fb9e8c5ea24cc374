# Sourced by ./freshet and ./mvnw.

# is_jdk25 HOME: whether a JDK 25 is there.
is_jdk25() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[^0-9]' "$1/release" 2>/dev/null
}

# java_on_path: the home of `java` on PATH, through symbolic links.
java_on_path() {
    found=$(command -v java) || return 1
    found=$(readlink -f "$found" 2>/dev/null) || return 1
    dirname "$(dirname "$found")"
}

# find_jdk25: prints the home of a JDK 25, or fails.
find_jdk25() {
    for home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" "$(java_on_path)" \
        /usr/lib/jvm/*25* /usr/java/*25* /opt/java* /opt/java/* /opt/jdk*25* \
        "${HOME:-}"/.sdkman/candidates/java/25* "${HOME:-}"/.jdks/*25* \
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*25*/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
        if is_jdk25 "$home"; then
            echo "$home"
            return 0
        fi
    done
    return 1
}

# require_jdk25 PROGRAM: the same, with a sentence in PROGRAM's name when there is none.
require_jdk25() {
    find_jdk25 || {
        echo "$1: no JDK 25 in JAVA_HOME, on PATH or in the usual folders (install one, or name its folder in JAVA_HOME)" >&2
        return 1
    }
}
