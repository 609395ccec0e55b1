package dev.signalbox.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a mail, and tells the mail of machines from that of people. */
final class Envelope {

    /** What our own mails carry, so that one that comes back is known. */
    static final String LOOP = "X-Loop";

    static final String OURS = "signalbox";

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{3,250}>");
    private static final Pattern AWAY = Pattern.compile(
            "^\\s*(auto(matic)?[\\s-]*(reply|response)|out of (the )?office|automatick[aá] odpov[eě][dď]"
                    + "|nepřítomnost|abwesenheit|automatische antwort|undeliver(able|ed)|delivery (status|failure)"
                    + "|mail delivery|returned mail)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern MACHINE =
            Pattern.compile("^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+=-].*)?@.*");
    private static final List<String> BY_MACHINES =
            List.of("X-Autoreply", "X-Autorespond", "X-Failed-Recipients", "List-Id", "List-Unsubscribe");

    private final MimeMessage mail;

    private Envelope(MimeMessage mail) {
        this.mail = mail;
    }

    /**
     * @param unread why only the headers are here; null where the mail is
     * @param verifiedBy whose word about the sender counts; null asks for none
     */
    static Incoming read(MimeMessage mail, @Nullable String unread, @Nullable String verifiedBy) {
        Envelope envelope = new Envelope(mail);
        String headerId = envelope.ids("Message-ID").stream().findFirst().orElse(null);
        String text = "";
        List<String> attachments = List.of();
        String trouble = unread;
        try {
            if (unread == null) {
                MailText.Read read = MailText.of(mail);
                text = read.text();
                attachments = read.attachments();
            }
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            trouble = "it cannot be read: " + unreadable.getClass().getSimpleName();
        }
        List<String> senders = envelope.senders();
        return new Incoming(
                digest(headerId, String.join(",", senders), envelope.header("Date"), envelope.header("Subject"), text),
                headerId,
                senders,
                envelope.subject(),
                Stream.concat(envelope.ids("In-Reply-To").stream(), envelope.ids("References").stream())
                        .distinct()
                        .toList(),
                envelope.automatic(senders),
                verifiedBy == null || verifiedBy.isBlank() ? null : envelope.unverified(verifiedBy),
                text,
                attachments,
                envelope.sentAt(),
                trouble);
    }

    private @Nullable String automatic(List<String> senders) {
        String submitted = header("Auto-Submitted");
        if (submitted != null && !submitted.strip().toLowerCase(Locale.ROOT).startsWith("no")) {
            return "Auto-Submitted: " + shown(submitted);
        }
        String loop = header(LOOP);
        if (loop != null && loop.contains(OURS)) {
            return "it is a mail of ours that came back";
        }
        String precedence = header("Precedence");
        if (precedence != null
                && List.of("bulk", "junk", "list", "auto_reply")
                        .contains(precedence.strip().toLowerCase(Locale.ROOT))) {
            return "Precedence: " + shown(precedence);
        }
        String suppress = header("X-Auto-Response-Suppress");
        if (suppress != null && !suppress.strip().equalsIgnoreCase("none")) {
            return "X-Auto-Response-Suppress: " + shown(suppress);
        }
        for (String name : BY_MACHINES) {
            if (header(name) != null) {
                return name;
            }
        }
        String back = header("Return-Path");
        if (back != null && back.strip().equals("<>")) {
            return "an empty Return-Path";
        }
        String type = header("Content-Type");
        if (type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/report")) {
            return "Content-Type: multipart/report";
        }
        if (senders.stream().anyMatch(sender -> MACHINE.matcher(sender).matches())) {
            return "the address of its sender";
        }
        return AWAY.matcher(subject()).find() ? "its subject" : null;
    }

    /** The topmost word of our own server counts; whatever a sender writes below it does not. */
    private @Nullable String unverified(String verifiedBy) {
        String ours = headers("Authentication-Results")
                .filter(found -> found.strip().toLowerCase(Locale.ROOT).startsWith(verifiedBy.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
        if (ours == null) {
            return "our mail server " + verifiedBy + " says nothing about its sender";
        }
        return Pattern.compile("(?i)\\bdmarc\\s*=\\s*pass\\b").matcher(ours).find()
                ? null
                : "our mail server does not vouch for its sender";
    }

    private List<String> senders() {
        try {
            Address[] from = mail.getFrom();
            return from == null
                    ? List.of()
                    : Arrays.stream(from)
                            .map(address -> address instanceof InternetAddress internet
                                    ? String.valueOf(internet.getAddress())
                                    : address.toString())
                            .map(address -> address.strip().toLowerCase(Locale.ROOT))
                            .distinct()
                            .toList();
        } catch (MessagingException unreadable) {
            return List.of();
        }
    }

    private String subject() {
        String found = header("Subject");
        if (found == null) {
            return "";
        }
        String plain = MimeUtility.unfold(found);
        try {
            plain = MimeUtility.decodeText(plain);
        } catch (UnsupportedEncodingException unknown) {
            // as it stands
        }
        return plain.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private List<String> ids(String name) {
        List<String> ids = new ArrayList<>();
        headers(name).forEach(found -> {
            Matcher each = MESSAGE_ID.matcher(found);
            while (each.find() && ids.size() < 100) {
                ids.add(each.group());
            }
        });
        return ids;
    }

    private java.time.@Nullable Instant sentAt() {
        try {
            Date sent = mail.getSentDate();
            return sent == null ? null : sent.toInstant();
        } catch (MessagingException unreadable) {
            return null;
        }
    }

    private @Nullable String header(String name) {
        return headers(name).findFirst().orElse(null);
    }

    private Stream<String> headers(String name) {
        try {
            String[] found = mail.getHeader(name);
            return found == null ? Stream.empty() : Arrays.stream(found).filter(Objects::nonNull);
        } catch (MessagingException unreadable) {
            return Stream.empty();
        }
    }

    private static String shown(String value) {
        String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    private static String digest(@Nullable String... parts) {
        try {
            String all = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining("\u0000"));
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
