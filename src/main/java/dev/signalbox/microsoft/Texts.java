package dev.signalbox.microsoft;

import java.util.regex.Pattern;

/** Makes text from outside safe to store, to show and to paste into a portal; right-to-left scripts stay as they are. */
final class Texts {

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\\n\\x{85}\\x{2028}\\x{2029}]");
    // control characters, and the overrides that make a text read differently from what it is
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\n\\t]]");
    private static final String REPLACEMENT = "\uFFFD";

    private Texts() {}

    static String withoutHidden(String text) {
        return HIDDEN.matcher(LINE_BREAK.matcher(text).replaceAll("\n")).replaceAll(REPLACEMENT);
    }

    static String onOneLine(String text) {
        return withoutHidden(text).replaceAll("\\s+", " ").strip();
    }

    /** At most so many characters, never half of one. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
