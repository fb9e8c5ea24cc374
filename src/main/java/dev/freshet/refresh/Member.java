package dev.freshet.refresh;

import org.jspecify.annotations.Nullable;

/**
 * One resource with all that its refreshing needs. Immutable; what it holds is confined to the refresh that is running.
 *
 * @param lane where its fetches wait for their turn; null: nowhere
 */
record Member(
        Subject subject,
        Publication publication,
        Account account,
        @Nullable Lane lane) {}
