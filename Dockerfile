# Node comes from its own image: the Maven build bundles the browser islands with it
FROM node:22-bookworm-slim AS node

FROM maven:3.9-eclipse-temurin-21 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY processes processes
COPY dmn dmn
COPY src src
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    mvn -B -q -DskipTests package \
 && java -Djarmode=tools -jar target/signalbox.jar extract --layers --destination extracted

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --create-home --home-dir /opt/signalbox signalbox \
 && install -d -o signalbox -g signalbox /var/lib/signalbox
WORKDIR /opt/signalbox
# Least changed first, so that a new version of ours ships the last layer only
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./
USER signalbox
# Inside the container only its own network can reach it; what is published, and where, is the caller's decision
ENV SERVER_ADDRESS=0.0.0.0 \
    SERVER_PORT=8080 \
    SIGNALBOX_DATA_DIR=/var/lib/signalbox
VOLUME /var/lib/signalbox
EXPOSE 8080
# The image has no curl; bash opens the connection itself
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$SERVER_PORT && printf 'GET /actuator/health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"UP\"' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "signalbox.jar"]
