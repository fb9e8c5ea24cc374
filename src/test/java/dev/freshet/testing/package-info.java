/** What every test shares: the watch for leaks and unexpected warnings, and a capture of log events. */
package dev.freshet.testing;
