package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.types.Time;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads CloudEvents 1.0 in binary, structured and batch mode; refuses what is none, naming the attribute. */
@Component
class CloudEvents {

    static final int LARGEST = 1024 * 1024;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Duration LATEST = Duration.ofDays(1);
    private static final int LONGEST_ATTRIBUTE = 255;
    private static final String ATTRIBUTE = "1 to " + LONGEST_ATTRIBUTE + " characters without control characters";

    private final JsonMapper json;
    private final Clock clock;

    CloudEvents(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * One event as it arrived, in binary or structured mode.
     *
     * @throws Unreadable if it is no CloudEvent. By Kafka nobody is there to be told, so that one which says its source
     *     and id is known by them and carries what is wrong with the rest
     */
    InboundEvent read(Arrival arrival) {
        Envelope envelope = Envelope.of(arrival, json);
        Map<String, String> attributes = envelope.attributes();
        List<Problem> unreadable = new ArrayList<>(envelope.problems());
        boolean isNone = attributes.isEmpty() && !unreadable.isEmpty();
        String source = isNone ? null : attribute(unreadable, "source", attributes);
        String id = isNone ? null : attribute(unreadable, "id", attributes);
        String type = isNone ? null : attribute(unreadable, "type", attributes);
        String subject = attributes.containsKey("subject") ? attribute(unreadable, "subject", attributes) : null;
        Instant time = null;
        List<Problem> problems = new ArrayList<>();
        if (!isNone) {
            specversion(unreadable, attributes.get("specversion"));
            uri(unreadable, "source", source);
            uri(unreadable, "dataschema", attributes.get("dataschema"));
            time = time(unreadable, problems, attributes.get("time"));
            extensions(unreadable, attributes);
        }
        JsonNode data = json.createObjectNode();
        int size = arrival.payload() == null ? 0 : arrival.payload().length;
        if (size > LARGEST) {
            problems.add(Problem.of("data", "an event of at most 1 MiB", size + " bytes"));
        } else {
            data = data(unreadable, problems, envelope);
        }
        if (!unreadable.isEmpty()) {
            if (!arrival.isByKafka() || source == null || id == null) {
                throw new Unreadable(unreadable);
            }
            return new InboundEvent(
                    source, id, type == null ? "" : type, subject, time, json.createObjectNode(), unreadable);
        }
        return new InboundEvent(present(source), present(id), present(type), subject, time, data, problems);
    }

    /** A batch by HTTP: the events as they are, each to be read with {@link #read}. */
    List<byte[]> batch(byte[] body) {
        try {
            text("body", body);
        } catch (Refused malformed) {
            throw new Unreadable(malformed.problems());
        }
        return JsonParts.items(body, "a JSON array of CloudEvents");
    }

    InboundEvent readStructured(byte[] event) {
        List<Outbox.Header> headers = List.of(Outbox.Header.of("content-type", JsonFormat.CONTENT_TYPE));
        return read(new Arrival("HTTP", null, null, null, null, headers, event, null, null));
    }

    private static String present(@Nullable String attribute) {
        return Objects.requireNonNull(attribute);
    }

    /** The attribute where it can be used; what is wrong with it is told once. */
    private static @Nullable String attribute(List<Problem> problems, String name, Map<String, String> attributes) {
        String value = attributes.get(name);
        if (value == null) {
            if (problems.stream().noneMatch(problem -> problem.field().equals(name))) {
                problems.add(Problem.of(name, ATTRIBUTE, "nothing"));
            }
            return null;
        }
        if (value.isBlank()
                || value.length() > LONGEST_ATTRIBUTE
                || value.chars().anyMatch(Character::isISOControl)) {
            problems.add(Problem.of(name, ATTRIBUTE, value));
            return null;
        }
        return problems.stream().anyMatch(problem -> problem.field().equals(name)) ? null : value;
    }

    private static void specversion(List<Problem> problems, @Nullable String version) {
        if (!"1.0".equals(version)
                && problems.stream().noneMatch(problem -> problem.field().equals("specversion"))) {
            problems.add(Problem.of("specversion", "1.0", version == null ? "nothing" : version));
        }
    }

    private static void uri(List<Problem> problems, String name, @Nullable String value) {
        if (value != null) {
            try {
                new URI(value);
            } catch (URISyntaxException malformed) {
                problems.add(Problem.of(name, "a URI reference", value));
            }
        }
    }

    private static void extensions(List<Problem> problems, Map<String, String> attributes) {
        for (String name : attributes.keySet()) {
            if (!Envelope.NAMED.contains(name) && !name.matches("[a-z0-9]+")) {
                problems.add(Problem.of(
                        Envelope.shown(name), "the name of an extension, of lower-case letters and digits", name));
            }
        }
    }

    private @Nullable Instant time(List<Problem> unreadable, List<Problem> problems, @Nullable String time) {
        if (time == null) {
            return null;
        }
        Instant instant;
        try {
            instant = Time.parseTime(time).toInstant();
        } catch (DateTimeException malformed) {
            unreadable.add(Problem.of("time", "a time as RFC 3339 writes it", time));
            return null;
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(clock.instant().plus(LATEST))) {
            problems.add(Problem.of("time", "a time between 1970 and one day from now", time));
            return null;
        }
        return instant;
    }

    private JsonNode data(List<Problem> unreadable, List<Problem> problems, Envelope envelope) {
        byte[] data = envelope.data();
        if (data == null) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(text("data", data));
        } catch (JacksonException malformed) {
            Problem problem = Problem.of("data", "well-formed JSON", said(malformed));
            (envelope.holdsItsData() && !isWhole(malformed) ? unreadable : problems).add(problem);
        } catch (Refused malformed) {
            problems.addAll(malformed.problems());
        }
        return json.createObjectNode();
    }

    /** Whether a name came twice or the nesting is too deep, which is well-formed and refused in every mode. */
    private static boolean isWhole(JacksonException malformed) {
        return malformed instanceof StreamConstraintsException
                || malformed.getOriginalMessage().startsWith("Duplicate");
    }

    static String text(String field, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Refused(field, "text in UTF-8", "bytes that are none");
        }
    }

    /** What the parser says, without its own places and settings, which are nothing of the sender's. */
    static String said(JacksonException malformed) {
        return String.valueOf(malformed.getOriginalMessage())
                .replaceAll("(?s)\\s*\\(start marker at .*", "")
                .replaceAll("(?s)\\s*at \\[Source:.*", "")
                .replaceAll(", from `[^`]*`", "")
                .strip();
    }
}
