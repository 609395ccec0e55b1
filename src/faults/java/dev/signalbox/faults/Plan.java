package dev.signalbox.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a run sends, decided by its seed alone: stories, repeats, strays and poison, in a shuffled order. */
record Plan(long seed, String source, List<Story> stories, List<Sent> strays, List<Shot> shots, List<Poison> poison) {

    private static final List<String> CUSTOMERS = List.of("demo-direct-1", "demo-silver-1", "demo-provider-1");
    private static final int REPEATED_PERCENT = 10;

    /** One sending of an event. */
    record Shot(Sent event, boolean byKafka, boolean structured) {}

    /** Bytes that are no event, or none that can be applied. */
    record Poison(String mark, byte @Nullable [] key, Map<String, byte[]> headers, byte @Nullable [] value) {}

    static Plan of(long seed, int tickets, int poisoned) {
        Random dice = new Random(seed);
        String source = "urn:faults:" + seed;
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < tickets; i++) {
            stories.add(story("F%d-%d".formatted(seed, i), dice));
        }
        List<Sent> strays = strays(seed, tickets / 10 + 1);
        List<Sent> all = new ArrayList<>(strays);
        stories.forEach(story -> all.addAll(story.events()));
        List<Sent> order = new ArrayList<>(all);
        for (Sent event : all) {
            if (dice.nextInt(100) < REPEATED_PERCENT) {
                order.add(event);
            }
        }
        Collections.shuffle(order, dice);
        List<Shot> shots = order.stream()
                .map(event -> new Shot(event, dice.nextInt(10) < 7, dice.nextBoolean()))
                .toList();
        return new Plan(seed, source, stories, strays, shots, poison(source, seed, poisoned));
    }

    private static Story story(String reference, Random dice) {
        int roll = dice.nextInt(100);
        Story.Kind kind = roll < 50
                ? Story.Kind.NOTED
                : roll < 65 ? Story.Kind.WITHDRAWN : roll < 88 ? Story.Kind.SOLVED : Story.Kind.ESCALATED;
        String customer = kind == Story.Kind.ESCALATED ? "demo-direct-1" : CUSTOMERS.get(dice.nextInt(3));
        List<Sent> events = new ArrayList<>();
        events.add(Sent.applied(reference + "-request", "ticket.requested", reference, request(customer, reference)));
        Set<String> replied = kind == Story.Kind.WITHDRAWN ? Set.of(Sent.APPLIED, Sent.IGNORED) : Set.of(Sent.APPLIED);
        for (int i = dice.nextInt(5); i > 0; i--) {
            events.add(new Sent(
                    reference + "-reply-" + i,
                    "ticket.customer-replied",
                    reference,
                    Map.of("body", "Still broken, " + i),
                    replied));
        }
        if (kind == Story.Kind.WITHDRAWN) {
            events.add(Sent.applied(reference + "-withdrawn", "ticket.withdrawn", reference, Map.of("reason", "Over")));
        }
        if (kind == Story.Kind.NOTED && dice.nextInt(10) == 0) {
            // The monitoring sees the same fault again: the same ticket, never a second one
            events.add(Sent.applied(reference + "-again", "ticket.requested", reference, request(customer, reference)));
        }
        return new Story(reference, kind, customer, List.copyOf(events));
    }

    private static Map<String, Object> request(String customer, String reference) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", customer);
        data.put("title", "Mailboxes disappear " + reference);
        data.put("description", "Nobody sees the shared mailboxes.");
        data.put("reportedCategory", "SERVICE_ERROR");
        data.put("productFamily", "M365");
        data.put("businessImpact", "MODERATE");
        return data;
    }

    /** Events that have no ticket, or cannot be applied, but say who they are. */
    private static List<Sent> strays(long seed, int each) {
        List<Sent> strays = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            String id = "F" + seed + "-stray-" + i;
            Map<String, Object> wrong = request("demo-direct-1", id);
            wrong.put("title", 7);
            Map<String, Object> nobody = request("nobody", id);
            strays.add(new Sent(id + "-type", "ticket.exploded", id, Map.of("a", 1), Set.of(Sent.REJECTED)));
            strays.add(new Sent(id + "-data", "ticket.requested", id + "-data", wrong, Set.of(Sent.REJECTED)));
            strays.add(new Sent(id + "-who", "ticket.requested", id + "-who", nobody, Set.of(Sent.REJECTED)));
            strays.add(new Sent(
                    id + "-lost",
                    "ticket.customer-replied",
                    id + "-lost",
                    Map.of("body", "Hello?"),
                    Set.of(Sent.PARKED)));
        }
        return strays;
    }

    private static List<Poison> poison(String source, long seed, int wanted) {
        List<Poison> kinds = new ArrayList<>();
        byte[] fine = bytes("{\"body\":\"fine\"}");
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        for (int i = 0; kinds.size() < wanted; i++) {
            String name = "P" + seed + "-" + i + "-";
            kinds.add(binary(source, name + "malformed", bytes("{\"body\": ")));
            kinds.add(binary(source, name + "wrong-types", bytes("{\"body\": 7}")));
            kinds.add(binary(source, name + "no-value", null));
            kinds.add(new Poison(name + "nothing", null, Map.of(), null));
            kinds.add(new Poison(name + "no-event", bytes("k"), Map.of(), bytes("hello")));
            kinds.add(binary(source, name + "five-megabytes", bytes("{\"body\":\"" + "x".repeat(5_000_000) + "\"}")));
            kinds.add(binary(source, name + "bad-utf-8", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}));
            kinds.add(binary(source, name + "deep", bytes(deep)));
            kinds.add(binary(source, name + "huge-number", bytes("{\"body\": 1" + "0".repeat(5_000) + "}")));
            Map<String, byte[]> structured = Map.of("content-type", bytes("application/cloudevents+json"));
            kinds.add(new Poison(name + "deep-structured", bytes("k"), structured, bytes("{\"data\":" + deep + "}")));
            kinds.add(new Poison(name + "key-zero", new byte[] {'k', 0, (byte) 0xFF}, Map.of(), fine));
        }
        return List.copyOf(kinds.subList(0, wanted));
    }

    private static Poison binary(String source, String name, byte @Nullable [] value) {
        Map<String, byte[]> headers = new HashMap<>();
        headers.put("ce_specversion", bytes("1.0"));
        headers.put("ce_id", bytes(name));
        headers.put("ce_source", bytes(source + ":poison"));
        headers.put("ce_subject", bytes(name));
        headers.put("ce_type", bytes("dev.signalbox.ticket.customer-replied.v1"));
        headers.put("content-type", bytes("application/json"));
        return new Poison(name, bytes(name), headers, value);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
