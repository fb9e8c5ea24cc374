package dev.freshet.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;

/**
 * Looks over the bytes of a response's head before the decoder does, which joins folded header lines (RFC 9112 section
 * 5.2) without a trace. Each byte is looked at once, however the head is cut into reads. Confined to one channel.
 */
final class FoldScan {
    private int ahead;
    private boolean started;
    private boolean lineStarts;
    private boolean over;

    /** A new head begins with the next byte. */
    void restart() {
        ahead = 0;
        started = false;
        lineStarts = false;
        over = false;
    }

    /** Whether what there is of the head starts as a status line does and has no folded line; the caller keeps {@code in}. */
    boolean accepts(ByteBuf in) {
        int at = in.readerIndex() + ahead;
        int end = in.writerIndex();
        if (!started && at < end) {
            started = true;
            if (in.getByte(at) != 'H') {
                return false;
            }
        }
        while (at < end && !over) {
            if (lineStarts) {
                byte first = in.getByte(at);
                if (first == HttpConstants.SP || first == HttpConstants.HT) {
                    return false;
                }
                over = first == HttpConstants.CR || first == HttpConstants.LF;
            }
            int lineEnd = in.indexOf(at, end, HttpConstants.LF);
            lineStarts = lineEnd >= 0;
            at = lineStarts ? lineEnd + 1 : end;
        }
        ahead = at - in.readerIndex();
        return true;
    }

    /** The decoder has consumed so many of the bytes. */
    void consumed(int bytes) {
        ahead = Math.max(0, ahead - bytes);
    }
}
