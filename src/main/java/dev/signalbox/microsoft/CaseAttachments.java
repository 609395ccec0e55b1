package dev.signalbox.microsoft;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Files for a case: of a name, a type and a size that every door of Microsoft's takes. Source: Azure docs, manage a
 * support request (portal: 4 MB, blocked extensions); Azure Support API, file workspaces (5 MB in two pieces).
 */
@Component
public class CaseAttachments {

    public static final int LARGEST = 4 * 1024 * 1024;
    private static final int MOST = 10;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._()-]{0,140}\\.[A-Za-z0-9]{1,8}");
    private static final Set<String> BLOCKED = Set.of(
            "bat", "cmd", "com", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msc", "msi", "ps1", "psm1", "reg",
            "scr", "sh", "vb", "vbe", "vbs", "wsf");
    /** How files of these names begin; one that begins otherwise is something else. */
    private static final Map<String, List<String>> BEGINNINGS = Map.of(
            "png", List.of("\u0089PNG"),
            "jpg", List.of("\u00ff\u00d8\u00ff"),
            "jpeg", List.of("\u00ff\u00d8\u00ff"),
            "gif", List.of("GIF8"),
            "pdf", List.of("%PDF-"),
            "zip", List.of("PK\u0003\u0004", "PK\u0005\u0006"),
            "docx", List.of("PK\u0003\u0004"),
            "xlsx", List.of("PK\u0003\u0004"));
    /** What runs, whatever it is called. */
    private static final List<String> PROGRAMS = List.of("MZ", "\u007fELF", "#!");

    private final JdbcClient jdbc;
    private final Clock clock;

    CaseAttachments(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A file without its content. */
    public record Attachment(String id, String name, int size, String addedBy, Instant addedAt) {}

    /** Keeps a file; refuses what Microsoft would not take, naming what is wrong. */
    public Attachment add(long ticket, String name, byte[] content, String account) {
        List<Problem> problems = new ArrayList<>();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            problems.add(Problem.of("name", "a file name with an ending, without folders", name));
        } else if (BLOCKED.contains(ending)) {
            problems.add(Problem.of("name", "no program: Microsoft takes no ." + ending, name));
        }
        if (content.length == 0 || content.length > LARGEST) {
            problems.add(Problem.of("content", "1 byte to 4 MB; pack more into a zip", content.length + " bytes"));
        } else if (begins(content, PROGRAMS)) {
            problems.add(Problem.of("content", "no program", "a file that begins like one"));
        } else if (BEGINNINGS.containsKey(ending) && !begins(content, BEGINNINGS.get(ending))) {
            problems.add(Problem.of("content", "a file that is what its ending says, " + ending, "something else"));
        }
        int held = jdbc.sql("select count(*) from case_attachment where ticket = :ticket")
                .param("ticket", ticket)
                .query(Integer.class)
                .single();
        if (held >= MOST) {
            problems.add(Problem.of("content", "at most " + MOST + " files; pack more into a zip", held + " files"));
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        Attachment added = new Attachment(UUID.randomUUID().toString(), name, content.length, account, clock.instant());
        try {
            jdbc.sql("""
                    insert into case_attachment (id, ticket, name, size_bytes, content, added_by, added_at)
                    values (:id, :ticket, :name, :size, :content, :by, :at)""")
                    .param("id", added.id())
                    .param("ticket", ticket)
                    .param("name", name)
                    .param("size", content.length)
                    .param("content", content)
                    .param("by", account)
                    .param("at", added.addedAt().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException there) {
            throw new Refused("name", "a name that no other file of the ticket has", name);
        }
        return added;
    }

    public List<Attachment> of(long ticket) {
        return jdbc.sql("""
                        select id, name, size_bytes, added_by, added_at from case_attachment
                        where ticket = :ticket order by added_at, id""")
                .param("ticket", ticket)
                .query((row, i) -> new Attachment(
                        row.getString("id"),
                        row.getString("name"),
                        row.getInt("size_bytes"),
                        row.getString("added_by"),
                        row.getObject("added_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    public Optional<byte[]> content(long ticket, String id) {
        return jdbc.sql("select content from case_attachment where ticket = :ticket and id = :id")
                .param("ticket", ticket)
                .param("id", id)
                .query((row, i) -> row.getBytes("content"))
                .optional();
    }

    /** Whether there was such a file. */
    public boolean remove(long ticket, String id) {
        return jdbc.sql("delete from case_attachment where ticket = :ticket and id = :id")
                        .param("ticket", ticket)
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Takes away every file of these tickets, since nobody can say what is in them; gives their number. */
    public int erase(List<Long> tickets) {
        return tickets.isEmpty()
                ? 0
                : jdbc.sql("delete from case_attachment where ticket in (:tickets)")
                        .param("tickets", tickets)
                        .update();
    }

    private static boolean begins(byte[] content, List<String> beginnings) {
        String start = new String(content, 0, Math.min(content.length, 16), StandardCharsets.ISO_8859_1);
        return beginnings.stream().anyMatch(start::startsWith);
    }
}
