package dev.freshet.server;

/** How far one passed request has come, in both directions. Confined to one event loop. */
final class PassProgress {
    private boolean requestEnded;
    private boolean responseBegun;
    private boolean responseEnded;

    /** The request is complete. */
    void requestHasEnded() {
        requestEnded = true;
    }

    /** The client has been told something. */
    void responseHasBegun() {
        responseBegun = true;
    }

    /** The answer is complete, or will never be. */
    void responseHasEnded() {
        responseEnded = true;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    boolean responseBegun() {
        return responseBegun;
    }

    boolean responseEnded() {
        return responseEnded;
    }
}
