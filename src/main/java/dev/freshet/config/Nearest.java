package dev.freshet.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what a misspelt word was meant to be. Thread-safe: stateless. */
final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** The word with the fewest edits from {@code misspelt}, at most a third of its length; null: none is near. */
    static @Nullable String to(String misspelt, Collection<String> words) {
        if (misspelt.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int fewest = Math.max(1, misspelt.length() / 3) + 1;
        for (String word : words) {
            int edits = edits(misspelt.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (edits < fewest && edits < word.length()) {
                fewest = edits;
                nearest = word;
            }
        }
        return nearest;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] cost) {
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int cheapest = Math.min(cost[i - 1][j - 1] + substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cheapest, cost[i - 2][j - 2] + 1) : cheapest;
    }
}
