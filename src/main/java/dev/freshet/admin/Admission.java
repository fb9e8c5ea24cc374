package dev.freshet.admin;

/** Whether a request may act. Immutable, as every kind of it is. */
sealed interface Admission {
    /**
     * It may. Immutable.
     *
     * @param token the name of the token it brings; a hyphen: none is needed
     */
    record Granted(String token) implements Admission {}

    /** It may not; {@code reply} says why. Immutable. */
    record Denied(Reply reply) implements Admission {}
}
