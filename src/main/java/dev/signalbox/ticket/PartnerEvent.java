package dev.signalbox.ticket;

import java.util.Map;

/** Something that concerns no single ticket; {@code type} is the outgoing type without prefix and version. */
public record PartnerEvent(String type, String subject, Map<String, Object> data) {}
