package dev.signalbox.microsoft;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Something that was noticed by asking Microsoft, on its way into the same inbox as everybody's events. The id follows
 * from what was noticed, so that noticing it twice, on whichever node, is a duplicate.
 *
 * @param type an inbound event's type
 */
public record Noticed(String type, String source, String id, String subject, Instant time, JsonNode data) {}
