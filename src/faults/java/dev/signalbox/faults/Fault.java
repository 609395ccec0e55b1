package dev.signalbox.faults;

import java.util.List;

/** Something that breaks, how it is made to break, and what passing means. */
record Fault(String id, String title, String pass, Play play) {

    /** Breaks it under load; what is not as promised beside the checks comes back as findings. */
    interface Play {

        List<String> on(Stage stage) throws Exception;
    }
}
