package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.microsoft.CaseAttachments;
import dev.signalbox.microsoft.CaseAttachments.Attachment;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Files;
import dev.signalbox.web.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The files that go along with a ticket's case; for staff, because they are Microsoft's to read and nobody else's. */
@RestController
@RequestMapping("/api/tickets/{number}/case/attachments")
class CaseAttachmentsController {

    private final TicketAccess access;
    private final CaseAttachments attachments;

    CaseAttachmentsController(TicketAccess access, CaseAttachments attachments) {
        this.access = access;
        this.attachments = attachments;
    }

    private Ticket ticket(Caller caller, String number) {
        caller.needs(Action.WORK_TASKS);
        return access.find(caller, number);
    }

    @GetMapping
    Listed list(Caller caller, @PathVariable String number) {
        return new Listed(attachments.of(ticket(caller, number).number().value()));
    }

    record Listed(List<Attachment> items) {}

    /** Adds a file, sent as it is; it goes to Microsoft when the case is filed. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Attachment add(
            Caller caller,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request)
            throws IOException {
        Ticket ticket = ticket(caller, number);
        if (ticket.state().isOver()) {
            throw new WrongState(ticket.number(), ticket.state(), TicketState.open());
        }
        byte[] content = request.getInputStream().readNBytes(CaseAttachments.LARGEST + 1);
        return attachments.add(ticket.number().value(), name, content, caller.account());
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> content(Caller caller, @PathVariable String number, @PathVariable String id) {
        long ticket = ticket(caller, number).number().value();
        Attachment found = found(ticket, id);
        byte[] content = attachments.content(ticket, id).orElseThrow(() -> new NotFound("file with this id"));
        return Files.download(found.name(), content);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String number, @PathVariable String id) {
        long ticket = ticket(caller, number).number().value();
        if (!attachments.remove(ticket, id)) {
            throw new NotFound("file with this id");
        }
    }

    private Attachment found(long ticket, String id) {
        return attachments.of(ticket).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("file with this id"));
    }
}
