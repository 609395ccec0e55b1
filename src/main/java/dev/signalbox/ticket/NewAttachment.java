package dev.signalbox.ticket;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A file that somebody wants to attach, checked: its size, its name, and that it is what its name says. */
public record NewAttachment(String name, byte[] content) {

    static final int MOST_BYTES = 10 * 1024 * 1024;
    static final int MOST_FILES = 10;

    /** Nothing that a double click runs; a page or a drawing with script in it is only ever handed out as a file. */
    private static final Set<String> KINDS = Set.of(
            "txt", "log", "csv", "json", "xml", "yaml", "md", "eml", "msg", "pdf", "rtf", "doc", "docx", "xls", "xlsx",
            "ppt", "pptx", "odt", "ods", "odp", "png", "jpg", "jpeg", "gif", "webp", "bmp", "svg", "html", "htm", "har",
            "evtx", "etl", "pcap", "pcapng", "zip", "gz", "7z", "mp4", "webm");

    private static final Map<String, List<String>> BEGINNINGS = Map.ofEntries(
            Map.entry("pdf", List.of("25504446")),
            Map.entry("png", List.of("89504E47")),
            Map.entry("jpg", List.of("FFD8FF")),
            Map.entry("jpeg", List.of("FFD8FF")),
            Map.entry("gif", List.of("474946")),
            Map.entry("zip", List.of("504B")),
            Map.entry("docx", List.of("504B")),
            Map.entry("xlsx", List.of("504B")),
            Map.entry("pptx", List.of("504B")),
            Map.entry("odt", List.of("504B")),
            Map.entry("ods", List.of("504B")),
            Map.entry("odp", List.of("504B")),
            Map.entry("gz", List.of("1F8B")),
            Map.entry("7z", List.of("377ABCAF")));

    /** Programs of Windows and Linux, and scripts that name their interpreter, whatever they are called. */
    private static final List<String> PROGRAMS = List.of("4D5A", "7F454C46", "2321");

    /** What could leave a folder, begin another header line, or write a name from right to left. */
    private static final Pattern UNFIT =
            Pattern.compile("[\\p{Cntrl}/\\\\:*?\"<>|\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    /** The files where all of them are acceptable. */
    public static List<NewAttachment> checked(List<NewAttachment> files) {
        if (files.size() > MOST_FILES) {
            throw new Refused("files", "at most " + MOST_FILES + " files", files.size() + " files");
        }
        for (NewAttachment file : files) {
            file.check();
        }
        return List.copyOf(files);
    }

    private void check() {
        if (name.isBlank() || name.length() > 200 || UNFIT.matcher(name).find() || name.startsWith(".")) {
            throw new Refused("files", "a file name of at most 200 characters without / \\ : * ? \" < > |", name);
        }
        String kind = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!name.contains(".") || !KINDS.contains(kind)) {
            throw new Refused(
                    "files",
                    "a file of one of the kinds " + KINDS.stream().sorted().toList(),
                    name);
        }
        if (content.length == 0 || content.length > MOST_BYTES) {
            throw new Refused("files", "1 byte to 10 MiB in " + name, content.length + " bytes");
        }
        if (PROGRAMS.stream().anyMatch(this::begins)
                || BEGINNINGS.containsKey(kind) && BEGINNINGS.get(kind).stream().noneMatch(this::begins)) {
            throw new Refused("files", "what the name " + name + " says", "something else");
        }
    }

    private boolean begins(String hex) {
        for (int i = 0; i < hex.length() / 2; i++) {
            if (i >= content.length || (content[i] & 0xFF) != Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16)) {
                return false;
            }
        }
        return true;
    }
}
