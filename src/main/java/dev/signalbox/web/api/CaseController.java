package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.CaseNews;
import dev.signalbox.workflow.CaseSheets;
import dev.signalbox.workflow.Races;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A ticket's case with Microsoft: what the API says of it, what people say, and where the two differ. */
@RestController
@RequestMapping("/api/tickets/{number}/case")
class CaseController {

    private final TicketAccess access;
    private final MicrosoftCases cases;
    private final CaseNews news;
    private final CaseSheets sheets;
    private final Races races;

    CaseController(TicketAccess access, MicrosoftCases cases, CaseNews news, CaseSheets sheets, Races races) {
        this.access = access;
        this.cases = cases;
        this.news = news;
        this.sheets = sheets;
        this.races = races;
    }

    /** The case; every field is null where the ticket has none, and for a customer. */
    @GetMapping
    CaseView shown(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        return caller.isCustomer()
                ? CaseView.NONE
                : cases.of(ticket.number().value()).map(CaseView::of).orElse(CaseView.NONE);
    }

    /** The case as it goes into a portal: its fields, what is missing and why, the portal's link, the files. */
    @GetMapping("/package")
    CaseSheets.Sheet sheet(Caller caller, @PathVariable String number) {
        caller.needs(Action.WORK_TASKS);
        return sheets.of(access.find(caller, number).number());
    }

    /** Says how the case stands, for what no API tells. */
    @PostMapping
    CaseView says(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        caller.needs(Action.WORK_TASKS);
        Ticket ticket = access.find(caller, number);
        Fields fields = new Fields(body);
        String status = fields.oneOf("status", "open", "attention_needed", "solution_proposed", "closed");
        String note = fields.maybeText("note", 100_000);
        fields.done();
        boolean bug = body.path("confirmedBug").asBoolean(false);
        caller.doing(
                null,
                () -> races.settle(() -> {
                    news.told(ticket.number(), status, note, bug);
                    return ticket;
                }));
        return shown(caller, number);
    }

    record CaseView(
            @Nullable String name,
            @Nullable String phase,
            @Nullable String channel,
            @Nullable String mode,
            @Nullable String statusSync,
            @Nullable String externalId,
            @Nullable Instant filedAt,
            @Nullable String apiStatus,
            @Nullable Instant apiSeenAt,
            @Nullable String personStatus,
            @Nullable String personBy,
            @Nullable Instant personAt,
            @Nullable Instant differsSince,
            @Nullable Instant responseDueAt,
            @Nullable Integer responseMinutes,
            @Nullable Boolean confirmedBug,
            @Nullable String trouble) {

        private static final CaseView NONE = new CaseView(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

        static CaseView of(MicrosoftCase found) {
            return new CaseView(
                    found.name(),
                    found.phase(),
                    found.channel(),
                    found.mode(),
                    found.statusSync(),
                    found.externalId(),
                    found.filedAt(),
                    found.apiStatus(),
                    found.apiSeenAt(),
                    found.personStatus(),
                    found.personBy(),
                    found.personAt(),
                    found.differsSince(),
                    found.responseDueAt(),
                    found.responseMinutes(),
                    found.confirmedBug(),
                    found.trouble());
        }
    }
}
