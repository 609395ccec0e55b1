package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads CloudEvents 1.0 in binary, structured and batch mode; refuses what is none, naming the attribute. */
@Component
class CloudEvents {

    static final int LARGEST = 1024 * 1024;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Duration LATEST = Duration.ofDays(1);
    private static final int LONGEST_ATTRIBUTE = 255;

    private final JsonMapper json;
    private final Clock clock;

    CloudEvents(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    InboundEvent read(ConsumerRecord<byte[], byte[]> received) {
        byte[] value = received.value();
        return read(
                () -> KafkaMessageFactory.createReader(received.headers(), value), value == null ? 0 : value.length);
    }

    /** One event by HTTP in binary or structured mode. */
    InboundEvent read(Map<String, List<String>> headers, byte[] body) {
        return read(() -> HttpMessageFactory.createReaderFromMultimap(headers, body), body.length);
    }

    /** A batch by HTTP: the events as they are, each to be read with {@link #readStructured}. */
    List<byte[]> batch(byte[] body) {
        JsonNode parsed;
        try {
            parsed = json.readTree(text(body));
        } catch (JacksonException malformed) {
            throw new Unreadable("body", "a JSON array of CloudEvents", malformed.getOriginalMessage());
        }
        if (!parsed.isArray()) {
            throw new Unreadable("body", "a JSON array of CloudEvents", parsed.getNodeType());
        }
        List<byte[]> events = new ArrayList<>();
        parsed.forEach(event -> events.add(json.writeValueAsBytes(event)));
        return events;
    }

    InboundEvent readStructured(byte[] event) {
        return read(Map.of("content-type", List.of(JsonFormat.CONTENT_TYPE)), event);
    }

    private InboundEvent read(Supplier<MessageReader> reader, int size) {
        CloudEvent event;
        try {
            event = reader.get().toEvent();
        } catch (RuntimeException unreadable) {
            throw new Unreadable("event", "a CloudEvent 1.0 in binary or structured mode", root(unreadable));
        }
        List<Problem> unusable = new ArrayList<>();
        attribute(unusable, "id", event.getId());
        attribute(unusable, "source", String.valueOf(event.getSource()));
        attribute(unusable, "type", event.getType());
        if (event.getSubject() != null) {
            attribute(unusable, "subject", event.getSubject());
        }
        if (!unusable.isEmpty()) {
            throw new Unreadable(unusable);
        }
        List<Problem> problems = new ArrayList<>();
        Instant time = time(problems, event.getTime());
        JsonNode data = json.createObjectNode();
        if (size > LARGEST) {
            problems.add(Problem.of("data", "an event of at most 1 MiB", size + " bytes"));
        } else {
            data = data(problems, event.getData());
        }
        return new InboundEvent(
                event.getSource().toString(), event.getId(), event.getType(), event.getSubject(), time, data, problems);
    }

    private static void attribute(List<Problem> problems, String name, String value) {
        if (value.isBlank()
                || value.length() > LONGEST_ATTRIBUTE
                || value.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    Problem.of(name, "1 to " + LONGEST_ATTRIBUTE + " characters without control characters", value));
        }
    }

    private @Nullable Instant time(List<Problem> problems, @Nullable OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        Instant instant = time.toInstant();
        if (instant.isBefore(EARLIEST) || instant.isAfter(clock.instant().plus(LATEST))) {
            problems.add(Problem.of("time", "a time between 1970 and one day from now", time));
            return null;
        }
        return instant;
    }

    private JsonNode data(List<Problem> problems, @Nullable CloudEventData data) {
        if (data == null) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(text(data.toBytes()));
        } catch (JacksonException malformed) {
            problems.add(Problem.of("data", "well-formed JSON", malformed.getOriginalMessage()));
        } catch (Refused malformed) {
            problems.addAll(malformed.problems());
        }
        return json.createObjectNode();
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new Refused("data", "text in UTF-8", "bytes that are none");
        }
    }

    private static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        // without the parser's own place, which names no field of the sender's
        String said = String.valueOf(root.getMessage()).replaceAll("(?s)\\s*at \\[Source:.*", "");
        return root.getClass().getSimpleName() + " " + said.strip();
    }
}
