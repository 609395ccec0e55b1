package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Attachment;
import dev.signalbox.ticket.Attachments;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.NewAttachment;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Files;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.HeldBack;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Writing on a ticket: notes and a customer's words at once, replies and withdrawals after a moment to undo them. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}")
class WritingController {

    private final Tickets tickets;
    private final Attachments attachments;
    private final Workflow workflow;
    private final HeldBack heldBack;
    private final Races races;
    private final Words words;

    WritingController(
            Tickets tickets, Attachments attachments, Workflow workflow, HeldBack heldBack, Races races, Words words) {
        this.tickets = tickets;
        this.attachments = attachments;
        this.workflow = workflow;
        this.heldBack = heldBack;
        this.races = races;
        this.words = words;
    }

    @PostMapping("/messages")
    String write(
            Caller caller,
            @PathVariable String number,
            @RequestParam String body,
            @RequestParam(defaultValue = "PUBLIC") Message.Visibility visibility,
            @RequestParam(required = false) @Nullable List<MultipartFile> files,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        caller.needs(Action.WRITE);
        String text = body.replace("\r\n", "\n");
        boolean held = !caller.isCustomer() && visibility == Message.Visibility.PUBLIC;
        return doing(caller, ticket, after, text, held ? "ticket.done.held" : "ticket.done.message", () -> {
            if (text.isBlank() || text.length() > 200_000) {
                throw new Refused("body", "1 to 200000 characters", text.length() + " characters");
            }
            List<NewAttachment> sent = Files.read(files);
            if (caller.isCustomer()) {
                workflow.customerReplied(ticket.number(), text, null, sent);
            } else if (held) {
                heldBack.reply(ticket.number(), text, sent);
            } else {
                workflow.write(ticket.number(), visibility, text, sent);
            }
        });
    }

    @PostMapping("/withdraw")
    String withdraw(
            Caller caller,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String reason,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        caller.needs(Action.END_TICKET);
        if (reason != null && reason.length() > 2_000) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return doing(
                caller, ticket, after, "", "ticket.done.withdrawing", () -> heldBack.withdraw(ticket.number(), reason));
    }

    @PostMapping("/held/{id}/undo")
    String undo(Caller caller, @PathVariable String number, @PathVariable String id, RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        caller.needs(Action.WRITE);
        Optional<HeldBack.Held> undone =
                caller.doing(null, () -> races.settle(() -> heldBack.undo(ticket.number(), id, caller.account())));
        if (undone.isEmpty()) {
            after.addFlashAttribute("refused", words.of("ticket.undo.late"));
        } else {
            after.addFlashAttribute("done", words.of("ticket.undo.done"));
            if (undone.get().kind() == HeldBack.Kind.REPLY) {
                after.addFlashAttribute("draft", undone.get().words());
            }
        }
        return "redirect:/tickets/" + ticket.number();
    }

    @GetMapping("/attachments/{attachment}")
    ResponseEntity<byte[]> download(Caller caller, @PathVariable String number, @PathVariable String attachment) {
        Ticket ticket = find(caller, number);
        Attachment found = attachments
                .find(ticket.number(), attachment, caller.isCustomer())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return Files.download(found.name(), attachments.content(found));
    }

    private String doing(
            Caller caller, Ticket ticket, RedirectAttributes after, String typed, String done, Runnable what) {
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        what.run();
                        return done;
                    }));
            after.addFlashAttribute("done", words.of(done));
        } catch (Refused | WrongState refused) {
            after.addFlashAttribute("refused", words.refusal(refused));
            after.addFlashAttribute("draft", typed);
        }
        return "redirect:/tickets/" + ticket.number();
    }

    private Ticket find(Caller caller, String number) {
        return TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
