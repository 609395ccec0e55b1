package dev.signalbox.microsoft;

import dev.signalbox.microsoft.AzureSupport.Said;
import dev.signalbox.microsoft.AzureSupport.Told;
import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connections;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads filed cases and makes events of what is new: each message of Microsoft's and each change of status is told once,
 * because its event's id follows from it.
 */
@Component
class CaseWatch {

    private static final String PARTNER_CENTER = "urn:signalbox:microsoft:partner-center";

    private final MicrosoftCases cases;
    private final Connections connections;
    private final CaseDesk desk;
    private final ApplicationEventPublisher events;
    private final CaseProperties properties;
    private final Clock clock;
    private final TransactionTemplate transaction;

    CaseWatch(
            MicrosoftCases cases,
            Connections connections,
            CaseDesk desk,
            ApplicationEventPublisher events,
            CaseProperties properties,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.cases = cases;
        this.connections = connections;
        this.desk = desk;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Looks at the case that waits longest; false where none is due. */
    boolean lookAtNext() {
        Optional<MicrosoftCase> taken = cases.takeCase();
        taken.ifPresent(this::look);
        return taken.isPresent();
    }

    private void look(MicrosoftCase found) {
        Optional<Connection> connection = connections.of(found.partnerId());
        String subscription = found.subscriptionId();
        boolean azure = found.statusSync().equals("POLL_AZURE") && subscription != null;
        boolean partnerCenter = found.statusSync().equals("POLL_PARTNER_CENTER")
                && connection.map(Connection::hasPartnerCenterUser).orElse(false);
        if (connection.isEmpty() || !azure && !partnerCenter) {
            cases.notRead(found, properties.longestPause(), "nothing is configured to read it with");
            return;
        }
        try {
            if (subscription != null && azure) {
                read(found, new AzureSupport(connection.get(), found.tenantId(), subscription));
            } else {
                read(found, new PartnerCenterRequests(connection.get()));
            }
            cases.looked(found);
        } catch (CallFailed failed) {
            cases.notRead(
                    found,
                    failed.retryAfter().orElse(properties.pause(found.failures() + 1)),
                    String.valueOf(failed.getMessage()));
        }
    }

    private void read(MicrosoftCase found, AzureSupport azure) {
        Optional<Told> there = azure.find(found.name());
        if (there.isEmpty()) {
            throw new CallFailed(CallFailed.Reason.UNREADABLE, "Azure no longer shows the case " + found.name());
        }
        Told told = there.get();
        String ours = desk.toFile(found.ticket()).contactMail();
        List<Said> said = azure.messages(found.name());
        for (Said one : said) {
            if (!one.name().startsWith("answer-") && !one.sender().equalsIgnoreCase(ours)) {
                // a message of Microsoft's engineer waits for our answer; whether it is the solution, people say
                tell(found, "message/" + one.name(), "attention_needed", one.body(), one.sender(), one.at());
            }
        }
        String status = told.status().equalsIgnoreCase("Closed") ? "closed" : "open";
        boolean changed = found.apiStatus() != null && !status.equals(found.apiStatus());
        if (status.equals("closed") || changed) {
            tell(found, "status/" + status + "/" + told.modifiedAt(), status, null, null, told.modifiedAt());
        }
        transaction.executeWithoutResult(done -> cases.apiSays(found.ticket(), status));
    }

    private void read(MicrosoftCase found, PartnerCenterRequests requests) {
        String id = String.valueOf(found.externalId());
        PartnerCenterRequests.Told told = requests.find(id)
                .orElseThrow(() -> new CallFailed(
                        CallFailed.Reason.UNREADABLE, "Partner Center does not show the service request " + id));
        for (PartnerCenterRequests.Note note : told.notes()) {
            if (!note.text().contains(CaseFiling.OUR_NOTE)) {
                tell(
                        found,
                        "note/" + Digests.of(note.at() + note.text()),
                        told.status().equals("attention_needed") ? "attention_needed" : "open",
                        note.text(),
                        note.by(),
                        note.at());
            }
        }
        String status = told.status();
        if (status.isEmpty() || status.equals("none")) {
            return;
        }
        boolean changed = found.apiStatus() != null && !status.equals(found.apiStatus());
        if (!status.equals("open") || changed) {
            tell(found, "status/" + status + "/" + told.modifiedAt(), status, null, null, told.modifiedAt());
        }
        transaction.executeWithoutResult(done -> cases.apiSays(found.ticket(), status));
    }

    private void tell(
            MicrosoftCase found,
            String what,
            String status,
            @Nullable String note,
            @Nullable String engineer,
            @Nullable Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("externalId", String.valueOf(found.externalId()));
        data.put("status", status);
        if (note != null && !note.isBlank()) {
            data.put("note", Texts.cut(Texts.withoutHidden(note), 100_000));
        }
        if (engineer != null && !engineer.isBlank()) {
            data.put("engineer", Texts.cut(Texts.onOneLine(engineer), 100));
        }
        events.publishEvent(new Noticed(
                "dev.signalbox.microsoft.case-updated.v1",
                found.statusSync().equals("POLL_PARTNER_CENTER") ? PARTNER_CENTER : CaseFiling.SOURCE,
                found.name() + "/" + what,
                String.valueOf(found.ticket()),
                at == null || at.isAfter(clock.instant()) ? clock.instant() : at,
                JsonMapper.shared().valueToTree(data)));
    }
}
