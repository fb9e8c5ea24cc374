package dev.freshet.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Where values lie on an axis, and which of them are written beside it. Immutable. */
public sealed interface Scale {
    /** From 0 at the beginning of the axis to 1 at its end; beyond that for values beyond it. */
    double position(double value);

    /** In ascending order. */
    List<Tick> ticks();

    /** A value that is written beside the axis. Immutable. */
    record Tick(double value, String label) {}

    /**
     * From zero, in equal steps. Immutable.
     *
     * @param end above zero
     * @param step between two ticks, above zero
     */
    record Linear(double end, double step) implements Scale {
        private static final double[] STEPS = {1, 2, 5, 10};

        /** A scale with round ticks, about five of them, that has room for {@code highest}. */
        public static Linear upTo(double highest) {
            double rough = Math.max(highest, 1) / 5;
            double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = DoubleStream.of(STEPS)
                    .map(each -> each * magnitude)
                    .filter(each -> each >= rough)
                    .findFirst()
                    .orElse(10 * magnitude);
            return new Linear(step * Math.ceil(Math.max(highest, 1) / step), step);
        }

        /** A scale that ends with {@code end}, in round steps of at least one. */
        public static Linear exactly(double end) {
            return new Linear(end, Math.max(1, upTo(end).step()));
        }

        @Override
        public double position(double value) {
            return value / end;
        }

        @Override
        public List<Tick> ticks() {
            return IntStream.rangeClosed(0, (int) Math.floor(end / step + 1e-9))
                    .mapToObj(each -> new Tick(each * step, Figures.number(each * step)))
                    .toList();
        }
    }

    /**
     * Each factor of ten takes the same length. Immutable.
     *
     * @param low the beginning, above zero
     * @param high the end, above {@code low}
     * @param label writes a value
     */
    record Logarithmic(double low, double high, DoubleFunction<String> label) implements Scale {
        private static final double FEW = 3;

        /** From the power of ten at or below {@code lowest} to the one at or above {@code highest}; both above zero. */
        public static Logarithmic around(double lowest, double highest, DoubleFunction<String> label) {
            double from = Math.floor(Math.log10(lowest));
            double to = Math.max(from + 1, Math.ceil(Math.log10(highest)));
            return new Logarithmic(Math.pow(10, from), Math.pow(10, to), label);
        }

        @Override
        public double position(double value) {
            return Math.log10(value / low) / decades();
        }

        @Override
        public List<Tick> ticks() {
            double[] within = decades() < FEW ? new double[] {1, 2, 5} : new double[] {1};
            List<Tick> ticks = new ArrayList<>();
            for (double decade = low; decade <= high * 1.001; decade *= 10) {
                for (double each : within) {
                    if (decade * each <= high * 1.001) {
                        ticks.add(new Tick(decade * each, label.apply(decade * each)));
                    }
                }
            }
            return List.copyOf(ticks);
        }

        private double decades() {
            return Math.log10(high / low);
        }
    }

    /**
     * Shares of one, each further nine as long as the one before: 0, 90 %, 99 %, 99.9 %. Immutable.
     *
     * @param nines how many the last share has; at least 1
     */
    record Percentiles(int nines) implements Scale {

        @Override
        public double position(double share) {
            return -Math.log10(1 - share) / nines;
        }

        /** The share at a position from 0 to 1. */
        public double share(double position) {
            return 1 - Math.pow(10, -position * nines);
        }

        @Override
        public List<Tick> ticks() {
            List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0"), new Tick(0.5, "50 %")));
            for (int each = 1; each <= nines; each++) {
                double share = 1 - Math.pow(10, -each);
                ticks.add(new Tick(share, Figures.exact(share * 100) + " %"));
            }
            return List.copyOf(ticks);
        }
    }
}
