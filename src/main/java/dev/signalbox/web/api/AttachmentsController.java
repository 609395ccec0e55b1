package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Attachment;
import dev.signalbox.ticket.Attachments;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.NewAttachment;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.frame.Files;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Workflow;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files of a ticket: each comes with a message and is for whoever may read it. */
@RestController
@RequestMapping("/api/tickets/{number}/attachments")
class AttachmentsController {

    private final TicketAccess access;
    private final Attachments attachments;
    private final Workflow workflow;
    private final Races races;

    AttachmentsController(TicketAccess access, Attachments attachments, Workflow workflow, Races races) {
        this.access = access;
        this.attachments = attachments;
        this.workflow = workflow;
        this.races = races;
    }

    @GetMapping
    Page<View> list(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        List<View> files = attachments.of(ticket.number(), caller.isCustomer()).stream()
                .map(View::of)
                .toList();
        return new Page<>(files, 0, Math.max(files.size(), 200), files.size());
    }

    @GetMapping("/{attachment}")
    ResponseEntity<byte[]> download(Caller caller, @PathVariable String number, @PathVariable String attachment) {
        Ticket ticket = access.find(caller, number);
        Attachment found = attachments
                .find(ticket.number(), attachment, caller.isCustomer())
                .orElseThrow(() -> new NotFound("attachment of this ticket"));
        return Files.download(found.name(), attachments.content(found));
    }

    /** Adds a message with its files. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Page<View>> add(
            Caller caller,
            @PathVariable String number,
            @RequestParam String body,
            @RequestParam(defaultValue = "PUBLIC") Message.Visibility visibility,
            @RequestParam(required = false) @Nullable List<MultipartFile> files) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.WRITE);
        if (body.isBlank() || body.length() > 200_000) {
            throw new Refused("body", "1 to 200000 characters", body.length() + " characters");
        }
        if (caller.isCustomer() && visibility == Message.Visibility.INTERNAL) {
            throw new Refused("visibility", "PUBLIC", visibility);
        }
        List<NewAttachment> sent = Files.read(files);
        caller.doing(
                null,
                () -> races.settle(() -> caller.isCustomer()
                        ? workflow.customerReplied(ticket.number(), body, null, sent)
                        : workflow.write(ticket.number(), visibility, body, sent)));
        return ResponseEntity.created(URI.create("/api/tickets/" + ticket.number() + "/attachments"))
                .body(list(caller, number));
    }

    record View(String id, String messageId, String name, int bytes, Instant createdAt) {

        static View of(Attachment file) {
            return new View(file.id(), file.messageId(), file.name(), file.bytes(), file.createdAt());
        }
    }
}
