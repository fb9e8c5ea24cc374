package dev.freshet.decide.caching;

import dev.freshet.decide.structured.BareItem;
import dev.freshet.decide.structured.DictionaryParser;
import dev.freshet.decide.structured.Member;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which directives of a response bind this cache: those of CDN-Cache-Control where it is valid and not empty, else those of
 * Cache-Control (RFC 9213 section 2.2). Immutable.
 *
 * @param targeted whether they are CDN-Cache-Control's, so that Cache-Control and Expires say nothing here
 */
record ResponsePolicy(Directives directives, boolean targeted) {
    static ResponsePolicy of(Fields response) {
        List<Directive> targeted = targeted(response.field("cdn-cache-control"));
        return targeted.isEmpty()
                ? new ResponsePolicy(
                        new Directives(Directive.list(response.field(HttpHeaderNames.CACHE_CONTROL))), false)
                : new ResponsePolicy(new Directives(targeted), true);
    }

    /** Empty where the field is absent, empty or invalid. */
    private static List<Directive> targeted(@Nullable String field) {
        Map<String, Member> members = field == null ? null : DictionaryParser.parse(field);
        List<Directive> directives = new ArrayList<>();
        if (members != null) {
            members.forEach((name, member) -> directives.add(directive(name, member)));
        }
        return directives;
    }

    /** Parameters are ignored (RFC 9213 section 2.1). */
    private static Directive directive(String name, Member member) {
        return switch (member) {
            case Member.InnerList list -> new Directive(name, "()");
            case Member.Item item -> directive(name, item.value());
        };
    }

    /** What has the wrong type for its directive becomes an argument that no directive understands (RFC 9213 section 2.1). */
    private static Directive directive(String name, BareItem value) {
        return switch (value) {
            case BareItem.Flag(boolean on) -> on ? new Directive(name, null) : new Directive("not " + name, null);
            case BareItem.Whole(long number) -> new Directive(name, Long.toString(number));
            case BareItem.Token(String token) -> new Directive(name, token);
            case BareItem.Text(String text) -> new Directive(name, namesFields(name) ? text : '"' + text + '"');
            case BareItem.Decimal(var number) -> new Directive(name, number.toString());
            case BareItem.Bytes bytes -> new Directive(name, ":");
            case BareItem.Moment moment -> new Directive(name, "@");
            case BareItem.DisplayText text -> new Directive(name, "%");
        };
    }

    private static boolean namesFields(String name) {
        return name.equals("no-cache") || name.equals("private");
    }
}
