package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where the parts of a JSON array or object begin and end and parses none of them, so that a part which is broken,
 * says a name twice or is nested too deep harms no other.
 */
final class JsonParts {

    private final byte[] json;
    private final String expected;
    private final List<byte[]> found = new ArrayList<>();
    private int at;

    private JsonParts(byte[] json, String expected) {
        this.json = json;
        this.expected = expected;
    }

    /** The items of an array, as they are. */
    static List<byte[]> items(byte[] array, String expected) {
        return new JsonParts(array, expected).between('[', ']');
    }

    /** The members of an object, as they are, with their names and colons. */
    static List<byte[]> members(byte[] object, String expected) {
        return new JsonParts(object, expected).between('{', '}');
    }

    /** A member's name and its value; the name is still in its quotes. */
    static Member member(byte[] member, String expected) {
        JsonParts parts = new JsonParts(member, expected);
        while (parts.at < member.length && member[parts.at] != ':') {
            parts.skipText();
            parts.at++;
        }
        if (parts.at >= member.length) {
            throw parts.malformed("a member without a value");
        }
        return new Member(part(member, 0, parts.at), part(member, parts.at + 1, member.length));
    }

    /** A part of an object. */
    record Member(byte[] name, byte[] value) {}

    private List<byte[]> between(char open, char close) {
        at = startsWithMark() ? 3 : 0;
        skipSpace();
        if (at >= json.length) {
            throw malformed("nothing");
        }
        if (json[at] != open) {
            throw malformed("something that starts with " + new String(json, at, 1, StandardCharsets.ISO_8859_1));
        }
        int from = ++at;
        for (int depth = 0; at < json.length; at++) {
            skipText();
            if (at >= json.length) {
                break;
            }
            switch (json[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return end(from, close);
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        found.add(part(json, from, at));
                        from = at + 1;
                    }
                }
                default -> {}
            }
        }
        throw malformed("JSON that does not end");
    }

    private List<byte[]> end(int from, char close) {
        if (json[at] != close) {
            throw malformed((char) json[at] + " where " + close + " would end it");
        }
        byte[] last = part(json, from, at);
        if (last.length > 0 || !found.isEmpty()) {
            found.add(last);
        }
        at++;
        skipSpace();
        if (at < json.length) {
            throw malformed("more after its end");
        }
        return found;
    }

    /** Passes a text that begins here, onto its closing quote. */
    private void skipText() {
        if (json[at] != '"') {
            return;
        }
        for (at++; at < json.length && json[at] != '"'; at++) {
            if (json[at] == '\\') {
                at++;
            }
        }
    }

    private void skipSpace() {
        while (at < json.length && isSpace(json[at])) {
            at++;
        }
    }

    /** Some systems write the byte order mark before UTF-8. */
    private boolean startsWithMark() {
        return json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
    }

    private static byte[] part(byte[] json, int from, int to) {
        int first = from;
        int last = to;
        while (first < last && isSpace(json[first])) {
            first++;
        }
        while (last > first && isSpace(json[last - 1])) {
            last--;
        }
        return Arrays.copyOfRange(json, first, last);
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || one == '\t' || one == '\n' || one == '\r';
    }

    private Unreadable malformed(String what) {
        return new Unreadable(List.of(Problem.of("body", expected, what)));
    }
}
