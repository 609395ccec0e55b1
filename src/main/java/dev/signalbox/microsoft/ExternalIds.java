package dev.signalbox.microsoft;

import dev.signalbox.ticket.Refused;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Numbers under which a case is known elsewhere; the formats are rows, since Microsoft's differ by portal and change. */
@Component
public class ExternalIds {

    private static final int LONGEST = 64;

    private final JdbcClient jdbc;

    ExternalIds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Refuses what cannot be a case's number; of one that only looks odd for its channel, says so. */
    public Optional<String> check(@Nullable String channel, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.codePoints().anyMatch(ExternalIds::isHidden)) {
            throw new Refused("externalId", "the case's number, 1 to " + LONGEST + " characters", text);
        }
        if (channel == null) {
            return Optional.empty();
        }
        List<Format> formats = formats(channel);
        return formats.isEmpty() || formats.stream().anyMatch(format -> format.fits(text))
                ? Optional.empty()
                : Optional.of("'" + text + "' looks unusual for " + channel + "; there a number looks like "
                        + formats.getFirst().example());
    }

    // two numbers that look the same must be the same
    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private List<Format> formats(String channel) {
        return jdbc.sql("select pattern, example from external_id_format where channel = :channel order by pattern")
                .param("channel", channel)
                .query((row, i) -> new Format(row.getString("pattern"), row.getString("example")))
                .list();
    }

    private record Format(String pattern, String example) {

        boolean fits(String text) {
            try {
                return Pattern.matches(pattern, text);
            } catch (PatternSyntaxException broken) {
                // a row that somebody edited badly must not hold up a case
                return true;
            }
        }
    }
}
