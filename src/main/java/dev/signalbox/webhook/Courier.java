package dev.signalbox.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Carries events to webhooks, each webhook a few at a time, so that one that is slow or gone holds up nobody else. */
@Component
class Courier implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final int MOST_UNDERWAY = 64;
    /** Endpoints compare it with their own clocks, so the demo's moved clock is not asked. */
    private static final InstantSource WORLD = InstantSource.system();

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Outlet outlet;
    private final WebhookSettings settings;
    private final CourierBell bell;
    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> underway = new ConcurrentHashMap<>();
    private volatile Deliveries.Waiting waiting = new Deliveries.Waiting(0, Duration.ZERO);
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable ExecutorService hands;

    Courier(
            Webhooks webhooks,
            Deliveries deliveries,
            Outlet outlet,
            WebhookSettings settings,
            CourierBell bell,
            MeterRegistry meters) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.outlet = outlet;
        this.settings = settings;
        this.bell = bell;
        this.meters = meters;
        for (String result : List.of("delivered", "queued", "dead")) {
            attempts(result);
        }
        Gauge.builder("signalbox.webhook.waiting", () -> waiting.deliveries())
                .description("Events that wait to be told to a webhook")
                .register(meters);
        Gauge.builder("signalbox.webhook.oldest", () -> waiting.oldest().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("How long the oldest of them waits")
                .register(meters);
    }

    private Counter attempts(String result) {
        return Counter.builder("signalbox.webhook.attempts")
                .description("Requests to webhooks, by what became of the event: queued is tried again")
                .tag("result", result)
                .register(meters);
    }

    private void run(ExecutorService hired) {
        while (running) {
            try {
                bell.await(IDLE_MILLIS);
                for (String webhook : deliveries.due()) {
                    AtomicInteger busy = underway.computeIfAbsent(webhook, id -> new AtomicInteger());
                    int free = Math.min(settings.parallel() - busy.get(), MOST_UNDERWAY - all());
                    for (Deliveries.Claimed one :
                            free > 0 ? deliveries.claim(webhook, free) : List.<Deliveries.Claimed>of()) {
                        busy.incrementAndGet();
                        hired.execute(() -> tell(one, busy));
                    }
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException trouble) {
                if (running) {
                    LOG.warn("Webhooks not told, trying again: {}", trouble.toString());
                }
            }
        }
    }

    private int all() {
        return underway.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void tell(Deliveries.Claimed one, AtomicInteger busy) {
        try {
            Optional<Webhook> webhook = webhooks.find(one.webhook()).filter(Webhook::active);
            if (webhook.isPresent()) {
                tell(webhook.get(), one);
            }
        } catch (RuntimeException trouble) {
            LOG.warn("Delivery {} comes again when its lease is over: {}", one.id(), trouble.toString());
        } finally {
            busy.decrementAndGet();
            bell.ring();
        }
    }

    private void tell(Webhook webhook, Deliveries.Claimed one) {
        long begun = System.nanoTime();
        Outlet.Answer answer;
        try {
            answer = outlet.post(URI.create(webhook.url()), headers(webhook, one), one.payload());
        } catch (IllegalStateException | IllegalArgumentException impossible) {
            // this node has another key than the one that made the secret, or the address is none
            answer = new Outlet.Answer(null, impossible.getMessage(), null, Duration.ZERO);
        }
        Delivery.State state = deliveries.settle(one, answer, Duration.ofNanos(System.nanoTime() - begun));
        attempts(state.name().toLowerCase(Locale.ROOT)).increment();
        if (state == Delivery.State.DEAD) {
            LOG.warn(
                    "Delivery {} of {} to webhook {} is dead: {}", one.id(), one.type(), webhook.id(), answer.reason());
        }
        if (Integer.valueOf(410).equals(answer.status())) {
            webhooks.switchOff(webhook, "The endpoint answered 410 Gone");
        }
    }

    private Map<String, String> headers(Webhook webhook, Deliveries.Claimed one) {
        Instant now = WORLD.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/cloudevents+json; charset=UTF-8");
        headers.put("webhook-id", one.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        headers.put(
                "webhook-signature",
                Signature.of(webhooks.secrets(webhook.id()), one.id(), now.getEpochSecond(), one.payload()));
        return headers;
    }

    @Scheduled(fixedDelayString = "${signalbox.webhook.look-every:PT5S}")
    void look() {
        try {
            waiting = deliveries.waiting();
        } catch (RuntimeException passing) {
            LOG.debug("Deliveries not counted: {}", passing.toString());
        }
    }

    @Scheduled(fixedDelayString = "${signalbox.webhook.forget-every:PT10M}")
    void forget() {
        try {
            deliveries.forget();
        } catch (RuntimeException passing) {
            LOG.warn("Clean-up comes again: {}", passing.toString());
        }
    }

    @Override
    public void start() {
        running = true;
        ExecutorService hired = Executors.newVirtualThreadPerTaskExecutor();
        hands = hired;
        thread = Thread.ofPlatform().name("webhook-courier").daemon().start(() -> run(hired));
    }

    @Override
    public void stop() {
        running = false;
        bell.ring();
        try {
            if (thread != null) {
                thread.join(5_000);
            }
            if (hands != null) {
                hands.shutdown();
                if (!hands.awaitTermination(5, TimeUnit.SECONDS)) {
                    hands.shutdownNow();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
