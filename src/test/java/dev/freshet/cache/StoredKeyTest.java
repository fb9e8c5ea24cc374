package dev.freshet.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredKeyTest {
    @ParameterizedTest
    @CsvSource({
        "HTTPS, Example.ORG, https, example.org",
        "https, example.org:443, https, example.org",
        "http, example.org:80, http, example.org",
        "https, example.org:80, https, example.org:80",
        "https, 'example.org:', https, example.org",
        "http, '[2001:DB8::1]:80', http, '[2001:db8::1]'",
    })
    void theSchemeAndTheHostMatchInAnyCaseAndTheDefaultPortIsNotNamed(
            String scheme, String authority, String expectedScheme, String expectedAuthority) {
        assertThat(StoredKey.of(scheme, authority, "/A?b"))
                .isEqualTo(new StoredKey(expectedScheme, expectedAuthority, "/A?b"));
    }

    @Test
    void thePathAndTheQueryMatchExactly() {
        StoredKey key = StoredKey.of("https", "h", "/a?b");

        assertThat(key).isNotEqualTo(StoredKey.of("https", "h", "/A?b"));
        assertThat(key).isNotEqualTo(StoredKey.of("https", "h", "/a?c"));
        assertThat(key).isNotEqualTo(StoredKey.of("https", "h", "/a"));
    }

    @Test
    void anOriginIsSchemeHostAndPort() {
        StoredKey key = StoredKey.of("https", "h", "/");

        assertThat(key.sameOrigin(StoredKey.of("https", "H:443", "/b"))).isTrue();
        assertThat(key.sameOrigin(StoredKey.of("http", "h", "/"))).isFalse();
        assertThat(key.sameOrigin(StoredKey.of("https", "h:444", "/"))).isFalse();
    }
}
