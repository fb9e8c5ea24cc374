package dev.freshet.admin;

import dev.freshet.hand.Hand;
import dev.freshet.hand.ResourceView;
import dev.freshet.observe.Clock;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/** Lists every resource as it stands. Immutable; the hand is thread-safe. */
final class EndpointsPage implements Page {
    private final Hand hand;
    private final Clock clock;

    EndpointsPage(Hand hand, Clock clock) {
        this.hand = hand;
        this.clock = clock;
    }

    @Override
    public String summary() {
        return "every resource: version, age, last outcome, next tick, sizes; one of them at /endpoints/PATH";
    }

    @Override
    public Reply answer(FullHttpRequest request) {
        long nowMillis = clock.epochMillis();
        byte[] body = Json.object(json -> {
            json.writeArrayPropertyStart("resources");
            for (ResourceView each : hand.resources()) {
                json.writeStartObject();
                ResourceJson.write(json, each, nowMillis);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        return new Reply(HttpResponseStatus.OK, "application/json", body, Map.of());
    }
}
