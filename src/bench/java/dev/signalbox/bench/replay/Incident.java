package dev.signalbox.bench.replay;

import java.util.List;

/** All updates of one incident, in order of time. */
record Incident(String number, List<Update> updates) {

    Update first() {
        return updates.getFirst();
    }
}
