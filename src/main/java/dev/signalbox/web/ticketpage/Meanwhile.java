package dev.signalbox.web.ticketpage;

import java.util.List;
import java.util.Map;

/** Somebody else changed what this caller was about to change; carries both. */
class Meanwhile extends RuntimeException {

    private final transient List<Both> both;

    /** What a field read when the dialog opened, what it reads, and what is wanted. */
    record Both(String field, String before, String theirs, String yours) {}

    Meanwhile(List<Both> both) {
        super("Changed by somebody else meanwhile: "
                + both.stream().map(Both::field).toList());
        this.both = both;
    }

    List<Both> both() {
        return both;
    }

    /** Refuses where a field that is wanted otherwise than it was seen reads otherwise by now. */
    static void refuse(Map<String, String> seen, Map<String, String> now, Map<String, String> wanted) {
        List<Both> both = wanted.entrySet().stream()
                .filter(want -> seen.containsKey(want.getKey()) && now.containsKey(want.getKey()))
                .map(want -> new Both(
                        want.getKey(),
                        seen.getOrDefault(want.getKey(), ""),
                        now.getOrDefault(want.getKey(), ""),
                        want.getValue()))
                .filter(one ->
                        !one.theirs().equals(one.before()) && !one.theirs().equals(one.yours()))
                .toList();
        if (!both.isEmpty()) {
            throw new Meanwhile(both);
        }
    }
}
