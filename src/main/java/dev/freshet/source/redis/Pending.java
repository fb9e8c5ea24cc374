package dev.freshet.source.redis;

import dev.freshet.observe.Fault;
import dev.freshet.observe.Fault.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One inquiry from the moment its commands are made until each has been answered or lost. Who asked is told once; what
 * comes afterwards is dropped. Holds nothing of an inquiry that is over. Confined to the thread of the Redis.
 */
final class Pending {
    private static final WireCommand MULTI = WireCommand.bare("MULTI");
    private static final WireCommand EXEC = WireCommand.bare("EXEC");
    private static final WireCommand ASKING = WireCommand.bare("ASKING");

    private final boolean transaction;
    private final long timeoutNanos;
    private final ReplyOutput.Budget budget;
    private @Nullable Inquiry inquiry;
    private List<SentCommand> commands;
    private InFlight.@Nullable Write write;
    private int unanswered;

    /** Sends nothing yet. */
    Pending(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.transaction = inquiry.commands().size() > 1;
        this.timeoutNanos = inquiry.timeout().toNanos();
        this.budget = new ReplyOutput.Budget(inquiry.maxBytes());
        this.commands = transaction ? bracketed(inquiry.commands()) : alone(inquiry);
        this.unanswered = commands.size();
    }

    /** Whether who asked has been told. */
    boolean over() {
        return inquiry == null;
    }

    /** How long who asked waits from the writing on. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    /** What is to be written, in this order. */
    List<SentCommand> commands() {
        return commands;
    }

    /** Its commands are part of {@code write}. */
    void written(InFlight.Write write) {
        this.write = write;
    }

    /** One command has its reply, or its error. */
    void answered() {
        counted();
        Inquiry asking = inquiry;
        if (unanswered == 0 && asking != null) {
            List<SentCommand> answered = commands;
            forget();
            conclude(asking, answered);
        }
    }

    /** One command will not be answered. */
    void lost(Throwable cause) {
        counted();
        fail(RedisFaults.lost(cause));
    }

    /** Gives the inquiry up. */
    void fail(Fault fault) {
        Inquiry asking = inquiry;
        if (asking != null) {
            budget.spend();
            forget();
            asking.failed(fault);
        }
    }

    private void counted() {
        unanswered--;
        if (write != null) {
            write.over();
        }
    }

    private void forget() {
        inquiry = null;
        commands = List.of();
    }

    private void conclude(Inquiry asking, List<SentCommand> answered) {
        for (SentCommand each : answered) {
            String error = each.error();
            if (error != null) {
                asking.refused(each.command(), error);
                return;
            }
        }
        List<Reply> replies = transaction
                ? executed(answered.getLast().reply())
                : List.of(answered.getLast().reply());
        if (budget.spent()) {
            asking.failed(
                    new Fault(Reason.TOO_LARGE, "more than " + asking.maxBytes() + " bytes (expected: at most that)"));
        } else if (replies.size() != asking.commands().size()) {
            asking.failed(new Fault(
                    Reason.REDIS,
                    "EXEC gave " + replies.size() + " replies (expected: "
                            + asking.commands().size() + ")"));
        } else {
            conclude(asking, replies, asking.commands());
        }
    }

    private static void conclude(Inquiry asking, List<Reply> replies, List<WireCommand> asked) {
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof Reply.Failure(String message)) {
                asking.refused(asked.get(i), message);
                return;
            }
        }
        asking.answered(replies);
    }

    private static List<Reply> executed(Reply reply) {
        return reply instanceof Reply.Many(List<Reply> replies) ? replies : List.of();
    }

    private List<SentCommand> alone(Inquiry inquiry) {
        SentCommand command = sent(inquiry.commands().getFirst());
        return inquiry.asking() ? List.of(sent(ASKING), command) : List.of(command);
    }

    private List<SentCommand> bracketed(List<WireCommand> asked) {
        List<SentCommand> all = new ArrayList<>(asked.size() + 2);
        all.add(sent(MULTI));
        asked.forEach(each -> all.add(sent(each)));
        all.add(sent(EXEC));
        return all;
    }

    private SentCommand sent(WireCommand command) {
        return new SentCommand(command, this, budget);
    }
}
