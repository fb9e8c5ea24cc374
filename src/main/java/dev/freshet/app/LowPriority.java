package dev.freshet.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that give way to others. Linux gives each thread a priority of its own (setpriority(2), "C library/kernel
 * differences"); elsewhere, and where it cannot be lowered, they are threads like any other. Thread-safe: the factory it
 * wraps is.
 */
final class LowPriority implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger(LowPriority.class);
    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;
    /** A tenth of the weight of other threads. */
    private static final int NICE = 10;

    private final ThreadFactory threads;

    LowPriority(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Thread newThread(Runnable task) {
        return threads.newThread(() -> {
            lower();
            task.run();
        });
    }

    @SuppressWarnings("restricted") // a call of the C library with three numbers, which cannot corrupt memory
    private static void lower() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        try {
            MemorySegment address = Linker.nativeLinker().defaultLookup().findOrThrow("setpriority");
            MethodHandle setPriority = Linker.nativeLinker()
                    .downcallHandle(
                            address,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));
            int failed = (int) setPriority.invokeExact(PRIO_PROCESS, THIS_THREAD, NICE);
            if (failed != 0) {
                log.debug(
                        "the system keeps the priority of {}",
                        Thread.currentThread().getName());
            }
        } catch (Throwable e) {
            log.debug("the priority of {} stays", Thread.currentThread().getName(), e);
        }
    }
}
