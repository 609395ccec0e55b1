package dev.signalbox.microsoft;

import dev.signalbox.microsoft.AzureSupport.Accepted;
import dev.signalbox.microsoft.AzureSupport.Told;
import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files cases and sends answers. A request without an answer is unknown, not failed: before anything is sent a second
 * time, Microsoft is asked whether it is there, under the name it was sent with.
 */
@Component
class CaseFiling {

    static final String SOURCE = "urn:signalbox:microsoft:azure-support";
    /** Ends each note of ours in Partner Center, before its id; so it is found again, and not taken for Microsoft's. */
    static final String OUR_NOTE = "Our reference: answer-";

    private static final Logger LOG = LoggerFactory.getLogger(CaseFiling.class);

    private final MicrosoftCases cases;
    private final Connections connections;
    private final CaseDesk desk;
    private final Messages messages;
    private final CaseAttachments attachments;
    private final ApplicationEventPublisher events;
    private final CaseProperties properties;
    private final Clock clock;

    CaseFiling(
            MicrosoftCases cases,
            Connections connections,
            CaseDesk desk,
            Messages messages,
            CaseAttachments attachments,
            ApplicationEventPublisher events,
            CaseProperties properties,
            Clock clock) {
        this.cases = cases;
        this.connections = connections;
        this.desk = desk;
        this.messages = messages;
        this.attachments = attachments;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /** Does the next thing that is due; false where there is none. */
    boolean doNext() {
        Optional<CaseCommand> taken = cases.takeCommand();
        taken.ifPresent(this::perform);
        return taken.isPresent();
    }

    private void perform(CaseCommand command) {
        Optional<MicrosoftCase> found = cases.of(command.ticket());
        if (found.isEmpty()) {
            cases.end(command, "IDLE", "the ticket has no case");
            return;
        }
        try {
            if (command.kind().equals("FILE")) {
                file(command, found.get());
            } else {
                answer(command, found.get());
            }
        } catch (CallFailed failed) {
            trouble(command, failed);
        } catch (AzureSupport.Ended ended) {
            refused(command, 0, ended.code(), String.valueOf(ended.getMessage()));
        }
    }

    private void file(CaseCommand command, MicrosoftCase found) {
        boolean stillWanted = found.phase().equals("PREPARING");
        if (!stillWanted && command.attempts() == 1) {
            cases.end(command, "IDLE", "the ticket no longer wants it");
            return;
        }
        CaseToFile wanted = desk.toFile(command.ticket());
        AzureSupport azure = azure(found);
        if (command.operation() != null) {
            accepted(command, azure.follow(command.operation(), command.name()));
            return;
        }
        if (command.attempts() > 1) {
            Optional<Told> there = azure.find(command.name());
            if (there.isPresent()) {
                filed(command, there.get());
                return;
            }
        }
        if (!stillWanted) {
            cases.end(command, "IDLE", "the ticket no longer wants it");
            return;
        }
        if (!azure.nameAvailable(command.name())) {
            Optional<Told> there = azure.find(command.name());
            if (there.isPresent()) {
                filed(command, there.get());
            } else {
                cases.later(
                        command, properties.firstPause(), "the case's name is taken and its case not there yet", true);
            }
            return;
        }
        String service = azure.service(wanted.field("service"))
                .orElseThrow(() -> new AzureSupport.Ended(
                        "UnknownService", "Azure Support knows no service called '" + wanted.field("service") + "'"));
        String classification = azure.classification(service, wanted.field("problemClassification"))
                .orElseThrow(() -> new AzureSupport.Ended(
                        "UnknownProblemClassification",
                        "Azure Support knows no problem of this service called '"
                                + wanted.field("problemClassification") + "'"));
        List<CaseAttachments.Attachment> files = attachments.of(command.ticket());
        for (CaseAttachments.Attachment file : files) {
            attachments
                    .content(command.ticket(), file.id())
                    .ifPresent(content -> azure.upload(command.name(), file.name(), content));
        }
        accepted(command, azure.create(command.name(), wanted, service, classification, !files.isEmpty()));
    }

    private AzureSupport azure(MicrosoftCase found) {
        String subscription = found.subscriptionId();
        if (subscription == null) {
            throw new AzureSupport.Ended("NoSubscription", "The ticket names no Azure subscription");
        }
        Connection connection = connections
                .of(found.partnerId())
                .orElseThrow(() -> new AzureSupport.Ended(
                        "NotConnected", "No connection to Microsoft is configured for " + found.partnerId()));
        return new AzureSupport(connection, found.tenantId(), subscription);
    }

    private void accepted(CaseCommand command, Accepted accepted) {
        Told made = accepted.made();
        if (made != null) {
            filed(command, made);
        } else {
            cases.goesOn(command, accepted.operation(), accepted.askAfter());
        }
    }

    private void filed(CaseCommand command, Told made) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", command.name());
        data.put("outcome", "FILED");
        data.put("externalId", made.number());
        if (made.responseDueAt() != null) {
            data.put("responseDueAt", made.responseDueAt().toString());
        }
        if (made.responseMinutes() != null) {
            data.put("responseMinutes", made.responseMinutes());
        }
        bring(command, command.name() + "/filed", data);
        cases.end(command, "DONE", null);
    }

    private void refused(CaseCommand command, int status, String code, String words) {
        LOG.warn("Microsoft did not take {} of ticket {}: {} {}", command.kind(), command.ticket(), status, code);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", command.name());
        data.put("outcome", command.kind().equals("FILE") ? "REFUSED" : "ANSWER_REFUSED");
        data.put("status", status);
        data.put("code", code);
        data.put("words", Texts.cut(Texts.onOneLine(words), 2000));
        bring(command, command.id() + "/refused", data);
        cases.end(command, "REFUSED", words);
    }

    private void bring(CaseCommand command, String id, Map<String, Object> data) {
        events.publishEvent(new Noticed(
                "dev.signalbox.microsoft.filing-finished.v1",
                SOURCE,
                id,
                String.valueOf(command.ticket()),
                clock.instant(),
                JsonMapper.shared().valueToTree(data)));
    }

    private void answer(CaseCommand command, MicrosoftCase found) {
        String text = Optional.ofNullable(command.messageId())
                .flatMap(messages::find)
                .map(Message::body)
                .orElse(null);
        if (text == null || !found.phase().equals("FILED")) {
            cases.end(command, "IDLE", "nothing to say, or nobody to say it to");
            return;
        }
        if (found.statusSync().equals("POLL_PARTNER_CENTER")) {
            note(command, found, plain(text));
            return;
        }
        AzureSupport azure = azure(found);
        if (command.attempts() > 1 && azure.hasMessage(found.name(), command.name())) {
            cases.end(command, "DONE", null);
            return;
        }
        CaseToFile wanted = desk.toFile(command.ticket());
        if (azure.say(found.name(), command.name(), wanted.contactMail(), "Answer to your question", plain(text))) {
            cases.end(command, "DONE", null);
        } else {
            cases.goesOn(command, null, properties.firstPause());
        }
    }

    private void note(CaseCommand command, MicrosoftCase found, String text) {
        PartnerCenterRequests requests = connections
                .of(found.partnerId())
                .filter(Connection::hasPartnerCenterUser)
                .map(PartnerCenterRequests::new)
                .orElseThrow(() -> new AzureSupport.Ended(
                        "NotConnected", "No user's token for Partner Center is configured for " + found.partnerId()));
        String id = String.valueOf(found.externalId());
        String reference = OUR_NOTE + command.messageId();
        boolean there = command.attempts() > 1
                && requests.find(id)
                        .map(told -> told.notes().stream()
                                .anyMatch(note -> note.text().contains(reference)))
                        .orElse(false);
        if (!there) {
            requests.note(id, command.id(), text + "\n\n" + reference);
        }
        cases.end(command, "DONE", null);
    }

    /** The note's label is ours; Microsoft reads the answer. */
    private static String plain(String note) {
        return note.replaceFirst("^Answer to Microsoft: ", "");
    }

    private void trouble(CaseCommand command, CallFailed failed) {
        String words = String.valueOf(failed.getMessage());
        switch (failed.reason()) {
            case THROTTLED, RESTING -> cases.later(command, waited(failed, properties.firstPause()), words, false);
            case REFUSED, FORBIDDEN, UNAUTHORISED -> {
                if (failed.status() == 409 || failed.status() == 408) {
                    unknown(command, failed, words);
                } else if (failed.status() == 404 && command.operation() != null) {
                    // the operation is forgotten; the case itself is looked for next
                    cases.goesOn(command, null, Duration.ZERO);
                } else {
                    refused(command, failed.status(), failed.reason().name(), words);
                }
            }
            case UNREACHABLE, BROKEN, UNREADABLE -> unknown(command, failed, words);
        }
    }

    private void unknown(CaseCommand command, CallFailed failed, String words) {
        if (command.attempts() >= properties.giveUpAfter()) {
            refused(command, failed.status(), "NO_ANSWER", words);
            return;
        }
        cases.later(command, waited(failed, properties.pause(command.attempts())), words, true);
    }

    private static Duration waited(CallFailed failed, Duration otherwise) {
        return failed.retryAfter().orElse(otherwise);
    }
}
