package dev.signalbox.faults;

import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Http;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What comes in is repeated, out of order, out of time, too much, too large, or no event at all. */
final class InputFaults {

    private InputFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "8",
                        "10 % duplicates, any order, early, late after the close, without a ticket",
                        "C1 to C3 hold; what is parked is applied or has its reason",
                        stage -> {
                            stage.node().start();
                            stage.load(stage.tickets() * 3, 0, Duration.ofSeconds(60));
                            return stage.checked();
                        }),
                new Fault(
                        "9",
                        "Poison among the events: malformed, wrong types, nothing, no event, 5 MB, bad UTF-8, 10,000"
                                + " levels deep, a number of 5,000 digits",
                        "The others are applied once; the poison is on the dead-letter topic with reason and original"
                                + " bytes; the consumer's lag is 0",
                        stage -> {
                            stage.node().start();
                            stage.load(stage.tickets(), stage.times(88), Duration.ofSeconds(45));
                            return stage.checked();
                        }),
                new Fault(
                        "25",
                        "Many times what the node can do arrives at once, with a heap of 512 MB",
                        "The backlog is worked off, HTTP goes on answering, no memory runs out, all is applied",
                        InputFaults::overload),
                new Fault(
                        "26",
                        "A soak of -Dsoak minutes (60) at an even rate",
                        "Resident memory, connections and the outbox stay flat; throughput of the last tenth within 10 % of"
                                + " the first",
                        InputFaults::soak),
                new Fault(
                        "28",
                        "Huge payloads: a text of 4,001 characters, 1 MB of text, 1,000 unknown fields, 1,000 replies to one"
                                + " ticket",
                        "Applied or clearly refused, and no partition is stuck",
                        InputFaults::huge));
    }

    private static List<String> overload(Stage stage) {
        List<String> findings = new ArrayList<>();
        Node node = stage.node().start();
        stage.load(Integer.getInteger("overload", 600), 0, Duration.ofMillis(1));
        long slowest = 0;
        int unanswered = 0;
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (System.nanoTime() < end && Topic.lag(stage.kafkaOfClients(), "signalbox", Driver.INBOUND) > 0) {
            long begin = System.nanoTime();
            int status = node.http().get("lead", "/api/tickets?size=1").status();
            slowest = Math.max(
                    slowest, Duration.ofNanos(System.nanoTime() - begin).toMillis());
            unanswered += status == 200 || status == 429 ? 0 : 1;
            stage.pause(1);
        }
        stage.remark("slowest answer in ms", slowest);
        stage.seconds(
                "backlog worked off",
                Duration.ofMinutes(8),
                () -> Topic.lag(stage.kafkaOfClients(), "signalbox", Driver.INBOUND) == 0);
        if (unanswered > 0) {
            findings.add(unanswered + " calls were not answered");
        }
        if (node.said().contains("OutOfMemoryError")) {
            findings.add("Memory ran out");
        }
        stage.remark("resident MB", Cpu.residentMiB(node.pid()));
        findings.addAll(stage.checked());
        return findings;
    }

    private static List<String> soak(Stage stage) {
        List<String> findings = new ArrayList<>();
        int minutes = Integer.getInteger("soak", 60);
        Node node = stage.node().start();
        stage.load(Integer.getInteger("soak.tickets", minutes * 20), 0, Duration.ofMinutes(minutes));
        List<Long> memory = new ArrayList<>();
        List<Long> applied = new ArrayList<>();
        int rounds = 20;
        for (int i = 0; i < rounds; i++) {
            stage.pause(minutes * 60L / rounds);
            memory.add(Cpu.residentMiB(node.pid()));
            applied.add(stage.postgres().number("select count(*) from inbox"));
        }
        long connections = stage.postgres().number("select count(*) from pg_stat_activity where usename = 'signalbox'");
        stage.remark("minutes", minutes);
        stage.remark("resident MB over time", memory);
        stage.remark("connections", connections);
        long first = applied.get(3) - applied.get(1);
        long last = applied.getLast() - applied.get(rounds - 3);
        stage.remark("events in an early and the last tenth", first + " and " + last);
        if (memory.getLast() > memory.get(rounds / 2) * 1.15) {
            findings.add("Memory still grows: " + memory);
        }
        if (connections > 11) {
            findings.add(connections + " connections");
        }
        findings.addAll(stage.checked());
        return findings;
    }

    private static List<String> huge(Stage stage) {
        Node node = stage.node().start();
        stage.load(stage.tickets(), 0, Duration.ofSeconds(45));
        stage.awaitSent(0.2);
        List<String> findings = sendHuge(stage, node);
        findings.addAll(stage.checked());
        return findings;
    }

    static List<String> sendHuge(Stage stage, Node node) {
        List<String> findings = new ArrayList<>();
        Driver driver = stage.driver();
        String id = stage.id("huge");
        driver.request(id, "Huge");
        driver.await(node, id);
        Map<String, Object> thousand = new LinkedHashMap<>();
        thousand.put("body", "With a thousand fields");
        for (int i = 0; i < 1_000; i++) {
            thousand.put("field" + i, "value " + i);
        }
        Map<String, Map<String, Object>> payloads = Map.of(
                "characters", Map.of("body", "x".repeat(4_001)),
                "megabyte", Map.of("body", "y".repeat(1_000_000)),
                "fields", thousand);
        payloads.forEach((name, data) -> driver.reply(id + "-" + name, id, data));
        int replies = stage.times(1_000);
        for (int i = 0; i < replies; i++) {
            driver.reply(id + "-reply-" + i, id, Map.of("body", "Reply " + i));
        }
        Set<String> ends = Set.of("APPLIED", "REJECTED");
        payloads.keySet().forEach(name -> {
            boolean ended = Wait.met(Duration.ofSeconds(90), () -> ends.contains(fate(stage, node, id + "-" + name)));
            stage.remark(name, fate(stage, node, id + "-" + name));
            if (!ended) {
                findings.add("The payload " + name + " is " + fate(stage, node, id + "-" + name));
            }
        });
        stage.seconds("the last of the replies", Duration.ofSeconds(300), () -> "APPLIED"
                .equals(fate(stage, node, id + "-reply-" + (replies - 1))));
        return findings;
    }

    private static String fate(Stage stage, Node node, String id) {
        return node.http()
                .get(
                        "operator",
                        "/api/events?source=" + Http.encoded(stage.plan().source()) + "&id=" + Http.encoded(id))
                .body()
                .path("result")
                .asString("unknown");
    }
}
