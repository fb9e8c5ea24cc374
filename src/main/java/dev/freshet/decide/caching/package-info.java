/**
 * The decisions of a shared HTTP cache (RFC 9111) for what is passed, with stale content (RFC 5861), CDN-Cache-Control (RFC
 * 9213) and Cache-Status (RFC 9211): pure functions of values and a time. What is stored are the records of
 * {@link dev.freshet.cache}. Whoever does the I/O goes through it in this order:
 *
 * <ol>
 *   <li>A request comes: make a {@link dev.freshet.decide.caching.CacheRequest} of it, look up everything stored under its
 *       {@link dev.freshet.cache.StoredKey}, and ask {@link dev.freshet.decide.caching.CacheDecider#decide}.
 *   <li>Perform the {@link dev.freshet.decide.caching.CacheDecision} in one switch. What is served is written from
 *       {@link dev.freshet.decide.caching.AnswerHead#of}.
 *   <li>{@code Fetch}: send the request on. {@link dev.freshet.decide.caching.Storage#decide} says of the answer's head whether
 *       to collect the body. It is stored when it has come whole
 *       ({@link dev.freshet.decide.caching.Received#isCompleteWith}), and thrown away when it has not.
 *   <li>{@code Revalidate}: {@link dev.freshet.decide.caching.Validation#applyTo} makes the question,
 *       {@link dev.freshet.decide.caching.Validation#conclude} reads the answer,
 *       {@link dev.freshet.decide.caching.Validation#usableOnError} stands in for one that does not come. What is confirmed is
 *       answered from as {@link dev.freshet.decide.caching.Answer#to} says, without another decision: it has just been validated.
 *   <li>After every answer of the upstream: {@link dev.freshet.decide.caching.Invalidation#keys}, and for HEAD
 *       {@link dev.freshet.decide.caching.HeadFreshening#effects}.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.freshet.decide.caching;
