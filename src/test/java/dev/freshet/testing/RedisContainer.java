package dev.freshet.testing;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A Redis in a container, its port published under the same number. Confined to one thread at a time. */
final class RedisContainer implements RedisHost {
    private final GenericContainer<?> container;

    RedisContainer(int port, List<String> options) {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "0.0.0.0", "--protected-mode", "no"));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        command.addAll(options);
        container = new GenericContainer<>(DockerImageName.parse(DockerEngine.REDIS_IMAGE))
                .withExposedPorts(6379)
                .withCommand(command.toArray(String[]::new));
        container.setPortBindings(List.of(port + ":6379")); // a random one would change with each start
        container.start();
    }

    @Override
    public String address() {
        return container.getHost();
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .start()
                .awaitStatusCode();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void freeze() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void thaw() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
