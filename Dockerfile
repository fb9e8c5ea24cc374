# Build the jar first, then the image:
#   ./mvnw package -DskipTests
#   docker build -t freshet .
#   docker run --rm -p 8443:8443 -v "$PWD/my.yaml:/etc/freshet/freshet.yaml:ro" freshet
FROM eclipse-temurin:25-jre

# A numeric user needs no entry in /etc/passwd. It owns the folder for development certificates: a new volume mounted
# there takes over the owner.
RUN install -d -o 10001 -g 10001 /certs
WORKDIR /opt/freshet

# The libraries change seldom, so they are a layer of their own.
COPY target/lib lib
COPY target/freshet.jar ./

USER 10001:10001
EXPOSE 8443 9900

# Asks the admin listener. The image has no curl, but Debian's and Ubuntu's bash speaks TCP.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9900 && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# Java is process 1 and gets SIGTERM itself: the container drains like any other process. The flags are those of ./freshet,
# but for the heap, which follows the memory of the container.
ENTRYPOINT ["java", \
    "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-XX:+UseSerialGC", "-XX:NewSize=20m", "-XX:SurvivorRatio=2", "-XX:TargetSurvivorRatio=95", "-XX:PretenureSizeThreshold=524288", "-XX:MinHeapFreeRatio=70", "-XX:MaxHeapFreeRatio=85", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseTransparentHugePages", \
    "-XX:TrimNativeHeapInterval=5000", "-XX:CompileThresholdScaling=0.2", "-XX:MaxInlineLevel=30", "-XX:InlineSmallCode=5000", "-XX:FreqInlineSize=500", \
    "-Dio.lettuce.core.iouring=false", \
    "-Dio.netty.allocator.type=pooled", \
    "-Dio.netty.leakDetection.level=disabled", \
    "-jar", "/opt/freshet/freshet.jar"]
CMD ["serve", "-c", "/etc/freshet/freshet.yaml"]
