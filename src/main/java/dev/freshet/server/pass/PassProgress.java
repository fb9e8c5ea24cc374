package dev.freshet.server.pass;

/** How far one passed request has come, in both directions. Confined to one event loop. */
public final class PassProgress {
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

    public boolean requestEnded() {
        return requestEnded;
    }

    public boolean responseBegun() {
        return responseBegun;
    }

    public boolean responseEnded() {
        return responseEnded;
    }
}
