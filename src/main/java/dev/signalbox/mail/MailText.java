package dev.signalbox.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The words of a mail and the names of what is attached. Its plain words are preferred; HTML is read as text. */
final class MailText {

    private static final int DEEPEST = 20;
    private static final int MOST_PARTS = 200;
    private static final int LONGEST = 1_000_000;

    private final StringBuilder text = new StringBuilder();
    private final List<String> attachments = new ArrayList<>();
    private int parts;

    private MailText() {}

    record Read(String text, List<String> attachments) {}

    static Read of(Part mail) throws MessagingException, IOException {
        MailText read = new MailText();
        read.take(mail, 0);
        return new Read(clean(read.text.toString()), List.copyOf(read.attachments));
    }

    private void take(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new MessagingException("Expected at most " + DEEPEST + " levels and " + MOST_PARTS + " parts");
        }
        if (attached(part)) {
            attachments.add(name(part));
        } else if (part.isMimeType("multipart/*")) {
            takeAll(part, depth);
        } else if (part.isMimeType("text/plain")) {
            append(string(part));
        } else if (part.isMimeType("text/html")) {
            append(words(string(part)));
        } else {
            attachments.add(name(part));
        }
    }

    private void takeAll(Part part, int depth) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart all)) {
            throw new MessagingException("Expected parts in a " + part.getContentType());
        }
        if (part.isMimeType("multipart/alternative")) {
            take(best(all), depth + 1);
            return;
        }
        for (int i = 0; i < all.getCount(); i++) {
            take(all.getBodyPart(i), depth + 1);
        }
    }

    /** Plain words where there are any, otherwise what the sender thought the best. */
    private static BodyPart best(Multipart all) throws MessagingException, IOException {
        for (int i = 0; i < all.getCount(); i++) {
            BodyPart one = all.getBodyPart(i);
            if (one.isMimeType("text/plain") && !string(one).isBlank()) {
                return one;
            }
        }
        if (all.getCount() == 0) {
            throw new MessagingException("Expected at least one alternative, found none");
        }
        return all.getBodyPart(all.getCount() - 1);
    }

    private static boolean attached(Part part) throws MessagingException {
        return Part.ATTACHMENT.equalsIgnoreCase(disposition(part))
                || part.isMimeType("message/*")
                || part.getFileName() != null && !part.isMimeType("multipart/*");
    }

    private static String disposition(Part part) {
        try {
            return String.valueOf(part.getDisposition());
        } catch (MessagingException unreadable) {
            return Part.ATTACHMENT;
        }
    }

    private static String name(Part part) throws MessagingException {
        String name = part.getFileName();
        if (name == null) {
            return part.getContentType().split(";")[0].strip();
        }
        try {
            return MimeUtility.decodeText(name);
        } catch (java.io.UnsupportedEncodingException unknown) {
            return name;
        }
    }

    private void append(String more) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(more, 0, Math.min(more.length(), Math.max(0, LONGEST - text.length())));
    }

    /** The part's text in the charset it names; one that nobody knows is read byte by byte. */
    private static String string(Part part) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = part.getInputStream()) {
            in.transferTo(bytes);
        }
        return bytes.toString(charset(part));
    }

    private static Charset charset(Part part) throws MessagingException {
        try {
            String named = new ContentType(part.getContentType()).getParameter("charset");
            return named == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(named));
        } catch (ParseException | IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** HTML as the words that a reader sees, a line for each line. */
    static String words(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, style, head, title").remove();
        StringBuilder words = new StringBuilder();
        document.body().traverse(new NodeVisitor() {
            @Override
            public void head(org.jsoup.nodes.Node node, int depth) {
                if (node instanceof TextNode text) {
                    String line = text.text();
                    boolean begins = words.isEmpty() || words.charAt(words.length() - 1) == '\n';
                    words.append(begins ? line.stripLeading() : line);
                } else if (node instanceof Element element && element.nameIs("br")) {
                    words.append('\n');
                } else if (node instanceof Element element && element.isBlock()) {
                    newLine();
                }
            }

            @Override
            public void tail(org.jsoup.nodes.Node node, int depth) {
                if (node instanceof Element element && element.isBlock()) {
                    newLine();
                    if (element.nameIs("p")) {
                        words.append('\n');
                    }
                }
            }

            private void newLine() {
                if (!words.isEmpty() && words.charAt(words.length() - 1) != '\n') {
                    words.append('\n');
                }
            }
        });
        return words.toString();
    }

    /** Lines with one kind of end, and nothing that is no text. */
    private static String clean(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace('\u00A0', ' ')
                .replaceAll("[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\uFEFF]", "")
                // half a character is none, and no database takes it
                .replaceAll("\\p{Cs}", "\uFFFD")
                .strip();
    }
}
