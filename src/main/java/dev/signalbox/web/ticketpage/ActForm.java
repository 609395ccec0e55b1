package dev.signalbox.web.ticketpage;

import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Times;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what was typed into a dialog, and refuses what cannot be meant. */
final class ActForm {

    private ActForm() {}

    /** What the page showed when the dialog was drawn. */
    static Map<String, String> seen(Map<String, String> form) {
        Map<String, String> seen = new LinkedHashMap<>();
        form.forEach((name, value) -> {
            if (name.startsWith("was.")) {
                seen.put(name.substring(4), value);
            }
        });
        return seen;
    }

    static String reason(Map<String, String> form) {
        return needed("reason", text(form, "reason", 2_000));
    }

    static String needed(String field, @Nullable String found) {
        return Optional.ofNullable(found).orElseThrow(() -> new Refused(field, "a text", "nothing"));
    }

    static @Nullable String text(Map<String, String> form, String field, int longest) {
        return text(field, form.get(field), longest);
    }

    /** A typed text of at most {@code longest} characters, stripped; null where nothing was typed. */
    static @Nullable String text(String field, @Nullable String typed, int longest) {
        String found = typed == null ? "" : typed.replace("\r\n", "\n").strip();
        if (found.isEmpty()) {
            return null;
        }
        if (found.length() > longest) {
            throw new Refused(field, "at most " + longest + " characters", found.length() + " characters");
        }
        if (found.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new Refused(field, "text without control characters", found);
        }
        return found;
    }

    static @Nullable String oneOf(Map<String, String> form, String field, List<String> known) {
        String found = form.getOrDefault(field, "");
        if (!found.isEmpty() && !known.contains(found)) {
            throw new Refused(field, "one of " + known, found);
        }
        return found.isEmpty() ? null : found;
    }

    static Instant time(String field, String typed) {
        try {
            return Instant.parse(Times.read(typed));
        } catch (DateTimeParseException noTime) {
            throw new Refused(field, "a time such as " + Times.example(), typed);
        }
    }
}
