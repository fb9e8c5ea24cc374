package dev.freshet.compare;

import dev.freshet.compare.Load.RequestField;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Asks a side once, besides the load, and waits for the answer. Thread-safe: immutable. */
final class Asker {
    private static final String ACCEPT_ENCODING = "Accept-Encoding";

    private final Client client;
    private final Load load;

    Asker(Client client, Load load) {
        this.client = client;
        this.load = load;
    }

    /** As the load asks. */
    Fetched asUnderLoad(Target target) throws FetchFailedException, InterruptedException {
        return ask(target, load.fields());
    }

    /** The same without any content coding, so that bytes can be compared that nobody has to decode. */
    Fetched identity(Target target) throws FetchFailedException, InterruptedException {
        List<RequestField> fields = new ArrayList<>(load.fields());
        fields.removeIf(each -> each.name().equalsIgnoreCase(ACCEPT_ENCODING));
        fields.add(new RequestField(ACCEPT_ENCODING, "identity"));
        return ask(target, fields);
    }

    /** With these fields. */
    Fetched ask(Target target, List<RequestField> fields) throws FetchFailedException, InterruptedException {
        try {
            return Asking.ask(new Request(target, fields), load, client).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FetchFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("an event loop failed", e.getCause());
        }
    }
}
