package dev.freshet.testing;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every buffer and every OpenSSL engine that is open now, with the stack that allocated it. It takes the place of Netty's
 * own detector, which notices a leak only when the collector happens to run; other resources keep Netty's. Buffers made
 * in a static initializer are constants and not counted. Thread-safe: concurrent collections.
 */
final class BufferLedger extends ResourceLeakDetectorFactory {
    private static final BufferLedger INSTALLED = new BufferLedger();

    private final Set<Entry> open = ConcurrentHashMap.newKeySet();
    private final Queue<String> reported = new ConcurrentLinkedQueue<>();
    private final AtomicLong allocations = new AtomicLong();

    /** One open resource. Thread-safe: its state is its place in the ledger. */
    final class Entry implements ResourceLeakTracker<Object> {
        private final long number = allocations.incrementAndGet();
        private final Throwable origin = new Origin();

        /** Where it was allocated. */
        Throwable origin() {
            return origin;
        }

        private boolean isConstant() {
            for (StackTraceElement frame : origin.getStackTrace()) {
                if (frame.getMethodName().equals("<clinit>")) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void record() {}

        @Override
        public void record(Object hint) {}

        @Override
        public boolean close(Object resource) {
            open.remove(this);
            return true;
        }
    }

    /** The stack of an allocation. Immutable. */
    private static final class Origin extends Throwable {
        private static final long serialVersionUID = 1L;

        Origin() {
            super("allocated on thread " + Thread.currentThread().getName());
        }
    }

    /** Makes entries in the ledger. Thread-safe: the ledger is. */
    private final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<T> type) {
            super(type, 1);
        }

        @Override
        public ResourceLeakTracker<T> track(T resource) {
            return trackForcibly(resource);
        }

        @Override
        @SuppressWarnings("unchecked") // an entry takes any resource
        public ResourceLeakTracker<T> trackForcibly(T resource) {
            Entry entry = new Entry();
            open.add(entry);
            return (ResourceLeakTracker<T>) entry;
        }

        /** Netty then wraps buffers without recording each access. */
        @Override
        public boolean isRecordEnabled() {
            return false;
        }
    }

    /** The ledger of this JVM; to be called before the first buffer is allocated. */
    static BufferLedger installed() {
        if (ResourceLeakDetectorFactory.instance() != INSTALLED) {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(INSTALLED);
        }
        return INSTALLED;
    }

    /** A point in the order of allocations. */
    long mark() {
        return allocations.get();
    }

    /** What was allocated after {@code mark} and is open, in order of allocation. */
    List<Entry> openSince(long mark) {
        return open.stream()
                .filter(entry -> entry.number > mark && !entry.isConstant())
                .sorted(Comparator.comparingLong(entry -> entry.number))
                .toList();
    }

    /** Leaves {@code entries} out from now on. */
    void forget(Collection<Entry> entries) {
        entries.forEach(open::remove);
    }

    /** Takes what Netty's own detector reported of other resources since last asked. */
    List<String> takeReported() {
        List<String> taken = new ArrayList<>();
        for (String report = reported.poll(); report != null; report = reported.poll()) {
            taken.add(report);
        }
        return taken;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract there, so it must be here
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int samplingInterval, long maxActive) {
        if (type == ByteBuf.class || type.getSimpleName().equals("ReferenceCountedOpenSslEngine")) {
            return new Detector<>(type);
        }
        ResourceLeakDetector<T> detector = new ResourceLeakDetector<>(type, samplingInterval);
        detector.setLeakListener((resource, records) -> reported.add(resource + records));
        return detector;
    }
}
