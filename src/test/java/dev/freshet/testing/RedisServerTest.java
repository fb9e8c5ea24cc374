package dev.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisServerTest {

    @Test
    void answersEmptyOnTheSamePortAfterAKill() {
        try (RedisServer redis = RedisServer.start()) {
            int port = redis.port();
            redis.command("SET", "key", "value");
            redis.kill();
            assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(UncheckedIOException.class);
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.command("EXISTS", "key")).isEqualTo(":0");
        }
    }

    @Test
    void answersAgainAfterAStop() {
        try (RedisServer redis = RedisServer.start()) {
            redis.stop();
            redis.restart();
            assertThat(redis.command("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void answersAfterAFreeze() {
        try (RedisServer redis = RedisServer.start()) {
            redis.freeze();
            redis.thaw();
            assertThat(redis.command("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void runsWithTheBinaryThatEmbeddedRedisBrings() {
        int port = RedisServer.freePort();
        try (RedisServer redis = RedisServer.on(new RedisProcess(RedisProcess.embedded(), port, List.of()), port)) {
            assertThat(redis.command("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void keepsItsDataInMemoryOnly() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "key", "value");
            redis.stop();
            redis.restart();
            assertThat(redis.command("EXISTS", "key")).isEqualTo(":0");
        }
    }
}
