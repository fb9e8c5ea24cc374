package dev.freshet.upstream;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * The head of an upstream's final response, free of hop-by-hop fields, Content-Length and Transfer-Encoding. Confined to
 * one event loop (the headers are mutable).
 *
 * @param status 200..999; from 600 on it is no valid one, and means an error of the server (RFC 9110 section 15)
 * @param headers end-to-end fields
 * @param bodyBytes the declared length of the body; -1: unknown until it ends. For HEAD and 304 what a GET's would be
 */
public record ResponseHead(int status, HttpHeaders headers, long bodyBytes) {}
