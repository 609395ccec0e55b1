package dev.signalbox.web.frame;

import dev.signalbox.ticket.NewAttachment;
import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.multipart.MultipartFile;

/** Files as HTTP brings them and takes them away. */
public final class Files {

    private Files() {}

    /** What was sent along, checked; an empty file field is nothing. */
    public static List<NewAttachment> read(@Nullable List<MultipartFile> sent) {
        return sent == null
                ? List.of()
                : NewAttachment.checked(sent.stream()
                        .filter(file -> !Objects.toString(file.getOriginalFilename(), "")
                                .isEmpty())
                        .map(Files::read)
                        .toList());
    }

    private static NewAttachment read(MultipartFile file) {
        try {
            return new NewAttachment(Objects.toString(file.getOriginalFilename(), ""), file.getBytes());
        } catch (IOException broken) {
            throw new Refused("files", "a whole file", "one that broke off");
        }
    }

    /** A file to keep, never a page to show: whatever script it holds has no place to run. */
    public static ResponseEntity<byte[]> download(String name, byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .body(content);
    }
}
