package dev.signalbox.messaging;

import java.io.ByteArrayOutputStream;

/**
 * The value of an HTTP header as the CloudEvents HTTP binding 1.0.2 writes it (3.1.3.2): without its quotes, then
 * percent-decoded once. Kafka's headers are plain UTF-8 and none of this.
 */
final class HeaderText {

    private HeaderText() {}

    static String decoded(String attribute, String value) {
        String plain = unquoted(value.strip());
        if (plain.indexOf('%') < 0) {
            return plain;
        }
        StringBuilder decoded = new StringBuilder(plain.length());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length(); ) {
            if (isEncoded(plain, at)) {
                bytes.write(Integer.parseInt(plain, at + 1, at + 3, 16));
                at += 3;
            } else {
                flush(attribute, bytes, decoded);
                decoded.append(plain.charAt(at++));
            }
        }
        flush(attribute, bytes, decoded);
        return decoded.toString();
    }

    private static void flush(String attribute, ByteArrayOutputStream bytes, StringBuilder decoded) {
        if (bytes.size() > 0) {
            decoded.append(CloudEvents.text(attribute, bytes.toByteArray()));
            bytes.reset();
        }
    }

    /** A percent sign that starts no pair of hexadecimal digits stands for itself. */
    private static boolean isEncoded(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && isHex(text.charAt(at + 1))
                && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char digit) {
        return digit < 128 && Character.digit(digit, 16) >= 0;
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int at = 1; at < value.length() - 1; at++) {
            if (value.charAt(at) == '\\' && at + 1 < value.length() - 1) {
                at++;
            }
            plain.append(value.charAt(at));
        }
        return plain.toString();
    }
}
