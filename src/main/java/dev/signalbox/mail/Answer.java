package dev.signalbox.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody answered, without the mail it answers and without the signature. Cuts only what is plainly one of
 * these; where nothing would be left, everything is the answer.
 */
final class Answer {

    /** Our own line, in any language; clients may put marks before it. */
    private static final Pattern ABOVE = Pattern.compile("^[>\\s|*]*##\\s.{5,100}\\s##\\s*$");

    private static final Pattern SEPARATOR = Pattern.compile(
            "^[>\\s]*-{2,}\\s*(Original Message|Forwarded message|Původní zpráva|Přeposlaná zpráva|Ursprüngliche"
                    + " Nachricht|Weitergeleitete Nachricht)\\s*-{2,}\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern WROTE = Pattern.compile(
            "^[>\\s]*(On\\s.{3,300}\\swrote|Dne\\s.{3,300}\\snapsala?(\\(a\\))?|Am\\s.{3,300}\\sschrieb.{0,200}"
                    + "|(po|út|st|čt|pá|so|ne)\\s.{3,300}\\snapsala?)\\s*:\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    private static final Pattern FROM =
            Pattern.compile("^[*\\s]*(From|Od|Von)\\s*:[*\\s]*\\S.*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern SENT = Pattern.compile(
            "^[*\\s]*(Sent|Date|Odesláno|Datum|Gesendet)\\s*:.*$", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern RULE = Pattern.compile("^[_]{8,}\\s*$");
    private static final Pattern SIGNATURE = Pattern.compile("^--\\s?$");
    private static final int LINES_OF_A_HEADER = 4;
    private static final int LINES_OF_AN_ATTRIBUTION = 3;

    private Answer() {}

    static String in(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<String> kept = new ArrayList<>(lines.subList(0, end(lines)));
        dropTrailing(kept);
        String answer = String.join("\n", kept).strip();
        return answer.isBlank() ? text.strip() : answer;
    }

    /** The first line that is no part of the answer. */
    private static int end(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (ABOVE.matcher(line).matches()
                    || SEPARATOR.matcher(line).matches()
                    || SIGNATURE.matcher(line).matches()
                    || attribution(lines, i)
                    || header(lines, i)) {
                return i;
            }
        }
        return lines.size();
    }

    /** "On … wrote:", which clients break into lines; only where a quote or nothing follows. */
    private static boolean attribution(List<String> lines, int at) {
        StringBuilder told = new StringBuilder();
        for (int i = at; i < Math.min(lines.size(), at + LINES_OF_AN_ATTRIBUTION); i++) {
            told.append(i == at ? "" : " ").append(lines.get(i));
            if (WROTE.matcher(told).matches()) {
                return quoteOrNothing(lines, i + 1);
            }
        }
        return false;
    }

    private static boolean quoteOrNothing(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                return line.startsWith(">") || ABOVE.matcher(line).matches();
            }
        }
        return true;
    }

    /** "From: …", and soon "Sent: …", as Outlook puts them above what it answers. */
    private static boolean header(List<String> lines, int at) {
        int from = RULE.matcher(lines.get(at)).matches() ? at + 1 : at;
        while (from > at && from < lines.size() && lines.get(from).isBlank()) {
            from++;
        }
        if (from >= lines.size() || !FROM.matcher(lines.get(from)).matches()) {
            return false;
        }
        return lines.subList(from + 1, Math.min(lines.size(), from + LINES_OF_A_HEADER)).stream()
                .anyMatch(line -> SENT.matcher(line).matches());
    }

    /** A quote that ends the mail; quotes between answers stay. Then what announced it. */
    private static void dropTrailing(List<String> lines) {
        while (!lines.isEmpty()
                && (lines.getLast().isBlank() || lines.getLast().strip().startsWith(">"))) {
            lines.removeLast();
        }
        for (int back = 1; back <= Math.min(LINES_OF_AN_ATTRIBUTION, lines.size()); back++) {
            int from = lines.size() - back;
            if (WROTE.matcher(String.join(" ", lines.subList(from, lines.size())))
                    .matches()) {
                lines.subList(from, lines.size()).clear();
                return;
            }
        }
    }
}
