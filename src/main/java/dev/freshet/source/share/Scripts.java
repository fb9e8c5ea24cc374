package dev.freshet.source.share;

import dev.freshet.source.redis.Script;

/**
 * What is done in Redis, each in one step. Of a resource there are two keys: the lease, "NODE:TICKET" with an expiry, and a
 * hash. In it {@code version}, {@code body} and what belongs to it are the payload; {@code asof} is the ticket of the fetch
 * that last found it at the source; {@code seen} the highest stamp that any node is known to have. A ticket is higher than
 * everything seen before the fetch that it is for, so that it says of two fetches which one began after the other had ended.
 * That the time of Redis is in it as well lets tickets grow on where Redis has lost everything. Immutable: it has no state.
 */
final class Scripts {
    /**
     * Takes the lease or keeps it, or tells what there is instead. Arguments: node, lease (ms), the asof and the version that
     * the node has, whether it may lead, how long the hash is kept (ms). Replies with [1, ticket, time], or with [0, rest of
     * the lease (ms), time, trouble, asof, version, confirmed], the payload behind it where that is new to the node.
     */
    static final Script ACQUIRE = new Script("""
            local clock = redis.call('TIME')
            local now = clock[1] * 1000000 + clock[2]
            local has, hasVersion = tonumber(ARGV[3]), tonumber(ARGV[4])
            local held = redis.call('HMGET', KEYS[2], 'seen', 'asof', 'version', 'confirmed', 'trouble')
            local asof, version = tonumber(held[2] or 0), tonumber(held[3] or 0)
            local seen = math.max(tonumber(held[1] or 0), asof, has)
            local holder = redis.call('GET', KEYS[1])
            local mine = holder and string.sub(holder, 1, #ARGV[1] + 1) == ARGV[1] .. ':'
            if ARGV[5] == '1' and (mine or not holder) then
              local ticket = math.max(seen + 1, now)
              local text = string.format('%.0f', ticket)
              redis.call('HSET', KEYS[2], 'seen', text)
              redis.call('PEXPIRE', KEYS[2], ARGV[6])
              redis.call('SET', KEYS[1], ARGV[1] .. ':' .. text, 'PX', ARGV[2])
              return {1, ticket, now}
            end
            if has > tonumber(held[1] or 0) then
              redis.call('HSET', KEYS[2], 'seen', string.format('%.0f', has))
              redis.call('PEXPIRE', KEYS[2], ARGV[6])
            end
            local told = {0, redis.call('PTTL', KEYS[1]), now, held[5] or '', asof, version, tonumber(held[4] or 0)}
            if asof > has and version ~= hasVersion then
              local payload = redis.call('HMGET', KEYS[2], 'type', 'origin', 'etag', 'modified', 'body')
              for i = 1, 5 do told[7 + i] = payload[i] or '' end
            end
            return told
            """);

    /**
     * Publishes a payload, if the lease is still that of the ticket and nobody has published with a higher one. Arguments:
     * holder of the lease, ticket, lease (ms), how long the hash is kept (ms), channel, confirmed, type, origin, etag, modified,
     * body. Replies with whether it was done.
     */
    static final Script PUBLISH = new Script("""
            local holder = redis.call('GET', KEYS[1])
            local held = redis.call('HMGET', KEYS[2], 'seen', 'asof')
            local ticket = tonumber(ARGV[2])
            if (holder and holder ~= ARGV[1]) or tonumber(held[2] or 0) >= ticket then return 0 end
            redis.call('HSET', KEYS[2], 'version', ARGV[2], 'asof', ARGV[2], 'confirmed', ARGV[6], 'type', ARGV[7],
              'origin', ARGV[8], 'etag', ARGV[9], 'modified', ARGV[10], 'body', ARGV[11], 'trouble', '')
            if tonumber(held[1] or 0) < ticket then redis.call('HSET', KEYS[2], 'seen', ARGV[2]) end
            redis.call('PEXPIRE', KEYS[2], ARGV[4])
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
            redis.call('PUBLISH', ARGV[5], ARGV[2])
            return 1
            """);

    /**
     * Confirms the payload of a version, and tells of it where that ends trouble: who has heard of that looks less often.
     * Arguments: holder of the lease, ticket, lease (ms), how long the hash is kept (ms), version, confirmed, channel. Replies
     * with 1 where it was done, 0 where the lease is another's, 2 where it is not that version that is there.
     */
    static final Script CONFIRM = new Script("""
            local holder = redis.call('GET', KEYS[1])
            local held = redis.call('HMGET', KEYS[2], 'asof', 'version', 'trouble')
            if (holder and holder ~= ARGV[1]) or tonumber(held[1] or 0) >= tonumber(ARGV[2]) then return 0 end
            if held[2] ~= ARGV[5] then return 2 end
            redis.call('HSET', KEYS[2], 'asof', ARGV[2], 'confirmed', ARGV[6], 'trouble', '')
            redis.call('PEXPIRE', KEYS[2], ARGV[4])
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
            if held[3] and held[3] ~= '' then redis.call('PUBLISH', ARGV[7], ARGV[2]) end
            return 1
            """);

    /** Keeps the lease of a node. Arguments: node, lease (ms). Replies with whether it is its. */
    static final Script EXTEND = new Script("""
            local holder = redis.call('GET', KEYS[1])
            if not holder or string.sub(holder, 1, #ARGV[1] + 1) ~= ARGV[1] .. ':' then return 0 end
            return redis.call('PEXPIRE', KEYS[1], ARGV[2])
            """);

    /**
     * Tells what troubles the node that leads, and gives the lease up where it asks for that. Arguments: node, channel,
     * trouble, whether to give the lease up. Replies with whether it was its.
     */
    static final Script TELL = new Script("""
            local holder = redis.call('GET', KEYS[1])
            if not holder or string.sub(holder, 1, #ARGV[1] + 1) ~= ARGV[1] .. ':' then return 0 end
            if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], 'trouble', ARGV[3]) end
            if ARGV[4] == '1' then
              redis.call('DEL', KEYS[1])
              redis.call('PUBLISH', ARGV[2], '')
            end
            return 1
            """);

    private Scripts() {}
}
