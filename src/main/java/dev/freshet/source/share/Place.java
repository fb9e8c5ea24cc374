package dev.freshet.source.share;

import dev.freshet.source.Source;

/**
 * One resource that a fleet shares, as one node sees it. Immutable; what it holds is thread-safe.
 *
 * @param label of the endpoint, for metrics and the log
 * @param source what the node that leads asks
 * @param ledger what Redis holds of it
 * @param role what this node is to it
 * @param node this process
 * @param tally of its fetches
 * @param portable whether the validators of the source mean the same to it from every node
 */
record Place(String label, Source source, Ledger ledger, Role role, Node node, FetchTally tally, boolean portable) {}
