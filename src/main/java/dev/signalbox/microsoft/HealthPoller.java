package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.MicrosoftService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads every reachable tenant's health in its turn; what changed since becomes an event. */
@Component
class HealthPoller {

    private static final Logger LOG = LoggerFactory.getLogger(HealthPoller.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TYPE = "dev.signalbox.service-health.issue-updated.v1";
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

    private final Connections connections;
    private final HealthTargets targets;
    private final HealthPolls polls;
    private final ServiceHealth health;
    private final MicrosoftProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final String node = UUID.randomUUID().toString();
    private final AtomicInteger reading = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "microsoft-health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopped;

    HealthPoller(
            Connections connections,
            HealthTargets targets,
            HealthPolls polls,
            ServiceHealth health,
            MicrosoftProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.connections = connections;
        this.targets = targets;
        this.polls = polls;
        this.health = health;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** Customers, subscriptions and accesses come and go. */
    @Scheduled(initialDelay = 5_000, fixedDelay = 60_000)
    void follow() {
        for (Connection connection : connections.all()) {
            polls.keep(connection.name(), targets.of(connection), clock.instant(), properties.pollHealthEvery());
        }
    }

    @Scheduled(initialDelay = 10_000, fixedDelay = 5_000)
    void wake() {
        if (connections.all().isEmpty()) {
            return;
        }
        while (!stopped && reading.get() < properties.pollsAtOnce()) {
            reading.incrementAndGet();
            threads.execute(() -> {
                try {
                    while (!stopped && readNext()) {
                        LOG.trace("Read the health of one target");
                    }
                } catch (RuntimeException trouble) {
                    LOG.warn("Reading service health stopped until the next turn", trouble);
                } finally {
                    reading.decrementAndGet();
                }
            });
        }
    }

    @EventListener
    void on(ContextClosedEvent closed) {
        stopped = true;
        threads.shutdownNow();
    }

    /** Reads the target that is due longest; false where none is. */
    boolean readNext() {
        Optional<HealthTarget> claimed = polls.claim(
                node, connections.all().stream().map(Connection::name).toList(), clock.instant(), lease());
        claimed.ifPresent(this::read);
        return claimed.isPresent();
    }

    /** Longer than a reading can take, with all its pages at the longest patience. */
    private Duration lease() {
        return properties.readTimeout().multipliedBy(8).plus(Duration.ofMinutes(1));
    }

    private void read(HealthTarget target) {
        Instant asked = clock.instant();
        try {
            Connection connection = connections.all().stream()
                    .filter(one -> one.name().equals(target.connection()))
                    .findFirst()
                    .orElseThrow(() -> new CallFailed(
                            CallFailed.Reason.UNREACHABLE,
                            "There is no connection " + target.connection() + " any more"));
            HealthReader.Read read = HealthReader.read(
                    connection, target, polls.lastSuccess(target).orElse(null), asked);
            if (!polls.holds(target, node, clock.instant())) {
                LOG.info("The lease of {} ended while it was read; another node has it", target.id());
                return;
            }
            read.issues().forEach(issue -> notice(target, issue, asked));
            polls.succeeded(target, node, asked, asked.plus(properties.pollHealthEvery()));
            heard(target, read, asked);
        } catch (CallFailed failed) {
            failed(target, asked, failed.getMessage(), failed.retryAfter().orElse(Duration.ZERO));
        } catch (RuntimeException trouble) {
            failed(target, asked, trouble.toString(), Duration.ZERO);
        }
    }

    /** The longer of what Microsoft asks for and our own growing patience. */
    private void failed(HealthTarget target, Instant asked, @Nullable String why, Duration asksToWait) {
        int failures = polls.failures(target);
        Duration own = properties.pollHealthEvery().multipliedBy(1L << Math.min(failures, 4));
        Duration bounded = own.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : own;
        Duration wait = asksToWait.compareTo(bounded) > 0 ? asksToWait : bounded;
        polls.failed(target, node, asked, asked.plus(wait), String.valueOf(why));
        if (failures == 0) {
            LOG.warn("Health of {} by {} cannot be read: {}", target.id(), target.connection(), why);
        }
    }

    private void notice(HealthTarget target, JsonNode issue, Instant now) {
        if (health.knows(issue, target.tenantId())) {
            return;
        }
        String id = issue.path("id").asString();
        String modified = issue.path("lastModifiedDateTime").asString("");
        ObjectNode data = JSON.createObjectNode();
        data.putArray("tenantIds").add(target.tenantId());
        data.set("issue", issue);
        String part =
                target.service() == MicrosoftService.AZURE ? "azure:" + target.what() : "graph:" + target.tenantId();
        events.publishEvent(new Noticed(
                TYPE,
                "urn:microsoft:" + part,
                id + "@" + (modified.isEmpty() ? issue.path("status").asString("") : modified),
                id,
                now,
                data));
    }

    /** Only what was read to its end counts as heard, and Azure only when all of the tenant's subscriptions were. */
    private void heard(HealthTarget target, HealthReader.Read read, Instant asked) {
        Instant at = asked;
        if (target.service() == MicrosoftService.AZURE) {
            for (HealthPoll poll : polls.of(target.tenantId())) {
                if (!poll.service().equals(MicrosoftService.AZURE.name())) {
                    continue;
                }
                Instant success = poll.succeededAt();
                if (success == null) {
                    return;
                }
                at = success.isBefore(at) ? success : at;
            }
        }
        health.heard(target.tenantId(), read.services(), at);
    }
}
