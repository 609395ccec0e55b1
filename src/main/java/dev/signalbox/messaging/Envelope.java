package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a message says of itself, taken apart in binary or structured mode before anybody judges it: attributes by name,
 * the bytes of the data, and what of it cannot be read.
 */
final class Envelope {

    private static final String OBJECT = "a CloudEvent as a JSON object";
    static final Set<String> NAMED =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");
    private static final int LONGEST_NAME = 60;

    private final JsonMapper json;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private byte @Nullable [] data;
    private boolean partOfTheWhole;

    private Envelope(JsonMapper json) {
        this.json = json;
    }

    static Envelope of(Arrival arrival, JsonMapper json) {
        Envelope envelope = new Envelope(json);
        byte[] payload = arrival.payload() == null ? new byte[0] : arrival.payload();
        String contentType = envelope.contentType(arrival);
        String mediaType = mediaType(contentType);
        if (mediaType.equals(JsonFormat.CONTENT_TYPE)) {
            envelope.structured(payload);
        } else if (mediaType.startsWith("application/cloudevents")) {
            envelope.problems.add(Problem.of("content-type", JsonFormat.CONTENT_TYPE, contentType));
        } else {
            envelope.binary(arrival, contentType, payload);
        }
        return envelope;
    }

    /** The type without its parameters; upper and lower case are the same. */
    static String mediaType(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    Map<String, String> attributes() {
        return attributes;
    }

    /** What keeps the message from being a CloudEvent, as far as its form tells. */
    List<Problem> problems() {
        return problems;
    }

    byte @Nullable [] data() {
        return data;
    }

    /** Whether the data are JSON within the JSON of the event, which is malformed where they are. */
    boolean holdsItsData() {
        return partOfTheWhole;
    }

    private @Nullable String contentType(Arrival arrival) {
        List<String> values = new ArrayList<>();
        for (Outbox.Header header : arrival.headers()) {
            if (header.name().equalsIgnoreCase("content-type") && header.value() != null) {
                values.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        if (values.size() > 1) {
            problems.add(Problem.of("content-type", "one value", values));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private void binary(Arrival arrival, @Nullable String contentType, byte[] payload) {
        boolean byKafka = arrival.isByKafka();
        Map<String, List<Outbox.Header>> byName = new TreeMap<>();
        for (Outbox.Header header : arrival.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith(byKafka ? "ce_" : "ce-")) {
                byName.computeIfAbsent(name.substring(3), first -> new ArrayList<>())
                        .add(header);
            }
        }
        if (byName.isEmpty()) {
            problems.add(Problem.of(
                    "content-type",
                    JsonFormat.CONTENT_TYPE + ", or the attributes in headers that start with "
                            + (byKafka ? "ce_" : "ce-"),
                    contentType == null ? "nothing" : contentType));
            return;
        }
        if (contentType != null) {
            attributes.put("datacontenttype", contentType);
        }
        byName.forEach((name, headers) -> {
            if (headers.size() > 1) {
                problems.add(Problem.of(shown(name), "one value", headers.size() + " headers"));
            } else {
                header(name, headers.getFirst(), byKafka);
            }
        });
        if (payload.length > 0) {
            data = payload;
        }
    }

    private void header(String name, Outbox.Header header, boolean byKafka) {
        byte[] value = header.value();
        if (value == null) {
            problems.add(Problem.of(shown(name), "a value", "a header without one"));
            return;
        }
        try {
            String text = CloudEvents.text(shown(name), value);
            attributes.put(name, byKafka ? text : HeaderText.decoded(shown(name), text));
        } catch (Refused unreadable) {
            problems.addAll(unreadable.problems());
        }
    }

    private void structured(byte[] payload) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try {
            CloudEvents.text("body", payload);
            for (byte[] part : JsonParts.members(payload, OBJECT)) {
                JsonParts.Member member = JsonParts.member(part, OBJECT);
                String name = name(member.name());
                if (members.putIfAbsent(name, member.value()) != null) {
                    problems.add(Problem.of(shown(name), "one value", "the name twice"));
                }
            }
        } catch (Refused malformed) {
            problems.addAll(malformed.problems());
            return;
        }
        byte[] plain = members.remove("data");
        byte[] base64 = members.remove("data_base64");
        members.forEach(this::attribute);
        if (plain != null && base64 != null) {
            problems.add(Problem.of("data_base64", "nothing beside data", "both"));
        } else if (base64 != null) {
            decode(base64);
        } else if (plain != null) {
            data(plain);
        }
    }

    private String name(byte[] quoted) {
        try {
            JsonNode name = tree(quoted);
            if (name.isString()) {
                return name.asString();
            }
        } catch (JacksonException malformed) {
            // told below
        }
        throw new Refused("body", OBJECT, "a member without a name");
    }

    private void attribute(String name, byte[] value) {
        JsonNode read;
        try {
            read = tree(value);
        } catch (JacksonException malformed) {
            problems.add(Problem.of(shown(name), "well-formed JSON", CloudEvents.said(malformed)));
            return;
        }
        if (read.isMissingNode()) {
            problems.add(Problem.of(shown(name), "a value", "nothing"));
        } else if (read.isString()) {
            attributes.put(name, read.asString());
        } else if (NAMED.contains(name) && !read.isNull()) {
            problems.add(Problem.of(name, "a text", read));
        } else if (!read.isNull()) {
            attributes.put(name, read.toString());
        }
    }

    private void data(byte[] value) {
        if (value.length == 0) {
            problems.add(Problem.of("data", "a value", "nothing"));
            return;
        }
        String type = attributes.get("datacontenttype");
        if (type == null || mediaType(type).matches("(application|text)/([a-z0-9.-]+[+])?json")) {
            data = value;
            partOfTheWhole = true;
            return;
        }
        try {
            JsonNode read = tree(value);
            if (read.isString()) {
                data = read.asString().getBytes(StandardCharsets.UTF_8);
                return;
            }
        } catch (JacksonException malformed) {
            // told below
        }
        problems.add(
                Problem.of("data", "a text, as datacontenttype is " + type, new String(value, StandardCharsets.UTF_8)));
    }

    private void decode(byte[] value) {
        try {
            JsonNode read = tree(value);
            if (read.isString()) {
                data = Base64.getDecoder().decode(read.asString());
                return;
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            // told below
        }
        problems.add(Problem.of("data_base64", "a text in base64", new String(value, StandardCharsets.UTF_8)));
    }

    private JsonNode tree(byte[] part) {
        // from text, since the parser would look for other encodings in bytes
        return json.readTree(new String(part, StandardCharsets.UTF_8));
    }

    /** A name that came in may be as long as a message. */
    static String shown(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
