package dev.freshet.source.redis;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/** A part of a document, which writes itself from the replies of all its commands. Implementations are immutable. */
@FunctionalInterface
interface ReadPart {
    void write(List<Reply> replies, JsonGenerator out) throws UnfitValueException;
}
