package dev.signalbox.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An event that is to be sent, possibly more than once.
 *
 * @param fates what may have become of it in the end
 */
record Sent(String id, String type, String subject, Map<String, Object> data, Set<String> fates) {

    static final String APPLIED = "APPLIED";
    static final String IGNORED = "IGNORED";
    static final String PARKED = "PARKED";
    static final String REJECTED = "REJECTED";

    static Sent applied(String id, String type, String subject, Map<String, Object> data) {
        return new Sent(id, type, subject, data, Set.of(APPLIED));
    }

    String wireType() {
        return "dev.signalbox." + type + ".v1";
    }

    Map<String, Object> structured(String source) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("source", source);
        event.put("id", id);
        event.put("type", wireType());
        event.put("subject", subject);
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }
}
