package dev.signalbox.bench.load;

import dev.signalbox.kit.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Leads tickets from request to close: request, reply, three tasks, confirmation, the next step as soon as the last
 * one's outcome is told. Three of the six come by Kafka, three by HTTP.
 */
class Lifecycle implements AutoCloseable {

    static final int EVENTS = 6;

    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final Contender contender;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final ExecutorService desk = Executors.newFixedThreadPool(6);
    private final Map<String, Long> requested = new ConcurrentHashMap<>();
    private final Map<String, Long> firstTask = new ConcurrentHashMap<>();
    private final Map<String, Contender.Told> unanswered = new ConcurrentHashMap<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Thread reader;
    private volatile Semaphore window = new Semaphore(0);
    private volatile boolean running = true;
    private int next;

    Lifecycle(Contender contender, String kafka) {
        this.contender = contender;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new StringSerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(contender.outTopic()).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().daemon().name("reader").start(this::read);
    }

    /** As fast as it goes with so many tickets under way at once; returns when all are closed. */
    void run(int tickets, int atOnce) {
        int before = closed.get();
        window = new Semaphore(atOnce);
        for (int i = 0; i < tickets; i++) {
            window.acquireUninterruptibly();
            request();
        }
        awaitClosed(before + tickets);
    }

    /** At an even rate, whatever the application does; gives the times from append to the first task, sorted. */
    List<Double> paced(int tickets, Duration between) {
        int before = closed.get();
        requested.clear();
        firstTask.clear();
        window = new Semaphore(0);
        long due = System.nanoTime();
        for (int i = 0; i < tickets; i++) {
            Wait.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            request();
            due += between.toNanos();
        }
        awaitClosed(before + tickets);
        List<Double> millis = new ArrayList<>();
        requested.forEach((reference, at) -> {
            Long stood = firstTask.get(contender.ticketOf(reference));
            if (stood != null) {
                millis.add((double) (stood - at));
            }
        });
        Collections.sort(millis);
        return millis;
    }

    int refused() {
        return refused.get();
    }

    private void awaitClosed(int wanted) {
        Wait.until("all tickets closed, " + closed.get() + " of " + wanted, LONGEST, () -> closed.get() >= wanted);
    }

    private void request() {
        String reference = "BENCH-" + contender.name() + "-" + next++;
        // CreateTime and broker share a clock; the callback's timestamp is what the record carries
        producer.send(contender.request(reference), (metadata, failure) -> {
            if (failure == null) {
                requested.put(reference, metadata.timestamp());
            }
        });
    }

    private void send(ProducerRecord<String, String> record) {
        producer.send(record);
    }

    private void read() {
        while (running) {
            consumer.poll(Duration.ofMillis(200))
                    .forEach(record -> contender.read(record).ifPresent(this::on));
        }
        consumer.close();
    }

    private void on(Contender.Told told) {
        switch (told.kind()) {
            case "check-health" -> {
                if (firstTask.putIfAbsent(told.ticket(), System.currentTimeMillis()) == null) {
                    // Answered first: an engine by itself loses a reply that comes when nothing waits for it any more
                    unanswered.put(told.ticket(), told);
                    send(contender.reply(told.ticket()));
                }
            }
            case "replied" -> {
                Contender.Told task = unanswered.remove(told.ticket());
                if (task != null) {
                    complete(task);
                }
            }
            case "diagnose", "resolve" -> complete(told);
            case "confirm-resolution" -> send(contender.confirmation(told.ticket()));
            case "closed" -> {
                if (done.add(told.ticket())) {
                    closed.incrementAndGet();
                    window.release();
                }
            }
            default -> throw new IllegalStateException("Not on this way: " + told);
        }
    }

    private void complete(Contender.Told task) {
        if (!done.add(task.task())) {
            return;
        }
        desk.execute(() -> {
            for (int i = 0; i < 5 && !contender.complete(task); i++) {
                refused.incrementAndGet();
                Wait.pause(Duration.ofMillis(100));
            }
        });
    }

    @Override
    public void close() {
        running = false;
        desk.shutdownNow();
        producer.close(Duration.ofSeconds(2));
        try {
            reader.join(5_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
