package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.PartnerCenterDesk;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.support.KnowledgeStore;
import dev.signalbox.support.TurnedClock;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;

/** A partner request is read and answered by a note, with every oddity of Partner Center's on the way. */
class PartnerCenterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final long TICKET = 10001238;
    private static final String PARTNER = "6f1a2b3c-0000-4000-8000-0000000000aa";
    private static final String CUSTOMER = "6f1a2b3c-0000-4000-8000-000000000001";
    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000a";
    private static final String REQUEST = "616122292874576";
    private static final String MESSAGE = "1c5c3c5e-0000-4000-8000-000000000001";

    @TempDir
    Path directory;

    private final TurnedClock clock = new TurnedClock(NOW);
    private final List<Noticed> told = new ArrayList<>();
    private final Messages messages = mock(Messages.class);
    private Path token;
    private SimulatedMicrosoft microsoft;
    private PartnerCenterDesk desk;
    private MicrosoftCases cases;
    private CaseFiling filing;
    private CaseWatch watch;

    @BeforeEach
    void aPartnerRequestFiledByHand() throws IOException {
        microsoft = SimulatedMicrosoft.start(0, clock);
        desk = microsoft.with(new PartnerCenterDesk(microsoft)).request(REQUEST, "Wrong invoice");
        microsoft.directory().app(APP, "right").consent(PARTNER, APP).consent(CUSTOMER, APP);
        token = Files.writeString(
                directory.resolve("token"), microsoft.directory().refreshToken(PARTNER, APP, "agent@partner.example"));
        KnowledgeStore.Fresh fresh = KnowledgeStore.H2.fresh(PartnerCenterTest.class);
        CaseProperties properties = new CaseProperties(
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(30),
                4,
                Duration.ofSeconds(1),
                1);
        cases = new MicrosoftCases(fresh.jdbc(), clock, mock(Tickets.class), properties);
        Connections connections = new Connections(settings(token), List.of(), clock);
        filing = new CaseFiling(
                cases,
                connections,
                ticket -> wanted(),
                messages,
                new CaseAttachments(fresh.jdbc(), clock),
                event -> told.add((Noticed) event),
                properties,
                clock);
        watch = new CaseWatch(
                cases,
                connections,
                ticket -> wanted(),
                event -> told.add((Noticed) event),
                properties,
                clock,
                new DataSourceTransactionManager(fresh.source()));
        cases.channelChosen(
                TICKET, "PARTNER_CENTER_REQUEST", "GUIDED_MANUAL", "POLL_PARTNER_CENTER", "p", CUSTOMER, null);
        cases.filed(TICKET, REQUEST);
        when(messages.find(anyString()))
                .thenReturn(Optional.of(new Message(
                        MESSAGE,
                        new TicketNumber(TICKET),
                        Message.Visibility.INTERNAL,
                        Message.Direction.INSIDE,
                        "agent",
                        "Answer to Microsoft: The invoice is G000024136.",
                        NOW)));
    }

    private MicrosoftProperties settings(Path userToken) {
        URI base = microsoft.baseUri();
        return new MicrosoftProperties(
                Map.of(
                        "p",
                        new MicrosoftProperties.Tenant(
                                "p",
                                PARTNER,
                                APP,
                                Secret.of("right"),
                                null,
                                base,
                                base,
                                base,
                                base,
                                null,
                                null,
                                null,
                                userToken)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                DataSize.ofMegabytes(1),
                1,
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                1000,
                1000,
                Duration.ofMinutes(5),
                1);
    }

    private static CaseToFile wanted() {
        return new CaseToFile(
                "[CSP#10001238]",
                "p",
                CUSTOMER,
                null,
                "C",
                false,
                "CZ",
                "en",
                "Desk",
                "desk@partner.example",
                Map.of());
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    private void look() {
        clock.advance(Duration.ofMinutes(6));
        while (watch.lookAtNext()) {
            // more may be due
        }
    }

    private void work(int rounds) {
        for (int i = 0; i < rounds; i++) {
            while (filing.doNext()) {
                // more may be due
            }
            clock.advance(Duration.ofMinutes(1));
        }
    }

    private List<String> ids() {
        return told.stream().map(Noticed::id).distinct().toList();
    }

    private List<String> statuses() {
        return told.stream().map(news -> news.data().path("status").asString()).toList();
    }

    @Test
    void eachNoteOfMicrosoftsIsToldOnceAndAttentionIsAsked() {
        look();
        assertThat(told).isEmpty();

        desk.writes(REQUEST, "Which invoice is it?");
        desk.becomes(REQUEST, "attention_needed");
        look();
        look();

        assertThat(ids()).hasSize(2);
        assertThat(statuses()).contains("attention_needed").doesNotContain("closed", "open");
        assertThat(told.getFirst().data().path("note").asString()).isEqualTo("Which invoice is it?");
        assertThat(told.getFirst().data().path("engineer").asString()).isEqualTo("Microsoft Support");
        assertThat(told.getFirst().data().path("externalId").asString()).isEqualTo(REQUEST);
        assertThat(cases.of(TICKET).orElseThrow().apiStatus()).isEqualTo("attention_needed");
        // a time without its zone is in UTC
        assertThat(told.getFirst().time()).isEqualTo(NOW.plus(Duration.ofMinutes(6)));
    }

    @Test
    void aRequestThatIsClosedIsTold() {
        desk.becomes(REQUEST, "closed");

        look();

        assertThat(statuses()).containsExactly("closed");
        assertThat(cases.of(TICKET).orElseThrow().apiStatus()).isEqualTo("closed");
    }

    @Test
    void numbersAndPascalCaseAreReadToo() {
        microsoft.scenario().next(1, "GET /v1/servicerequests/", Fault.body("""
                {"Id": "616122292874576", "Status": 3, "LastModifiedDate": "0001-01-01T00:00:00",
                 "Notes": [{"CreatedByName": "Microsoft", "CreatedDate": "2026-11-23T09:00:00", "Text": "Hm?"}]}"""));

        look();

        assertThat(statuses()).containsExactly("attention_needed", "attention_needed");
    }

    @Test
    void anUnknownStatusChangesNothing() {
        microsoft.scenario().next(1, "GET /v1/servicerequests/", Fault.body("""
                {"id": "616122292874576", "status": "on_holiday", "notes": []}"""));

        look();

        assertThat(told).isEmpty();
        assertThat(cases.of(TICKET).orElseThrow().trouble()).isNull();
    }

    @Test
    void ourAnswerIsANoteInPascalCaseAndNotTakenForMicrosofts() {
        desk.becomes(REQUEST, "attention_needed");
        cases.orderAnswer(TICKET, MESSAGE);

        work(1);
        look();

        assertThat(desk.notes(REQUEST))
                .containsExactly("The invoice is G000024136.\n\nOur reference: answer-" + MESSAGE);
        assertThat(told).isEmpty();
        var sent = microsoft.requests().of("PATCH").getFirst().request();
        assertThat(sent.json().propertyNames()).containsExactlyInAnyOrder("Id", "NewNote");
        assertThat(sent.header("ms-requestid")).isNotBlank();
        assertThat(sent.header("ms-contract-version")).isEqualTo("v1");
    }

    @Test
    void anAnswerIsSentExactlyOnceThoughItsAnswerIsLost() {
        microsoft.scenario().next(1, "PATCH", new Fault.Cut());
        cases.orderAnswer(TICKET, MESSAGE);

        work(4);

        assertThat(desk.notesTaken()).isEqualTo(1);
        assertThat(desk.notes(REQUEST)).hasSize(1);
        assertThat(filing.doNext()).isFalse();
    }

    @Test
    void anAnswerThatNeverArrivedIsSentAgain() {
        microsoft.scenario().next(1, "PATCH", new Fault.Broken());
        cases.orderAnswer(TICKET, MESSAGE);

        work(4);

        assertThat(desk.notesTaken()).isEqualTo(1);
    }

    @Test
    void theOtherErrorBodyIsAWaitAndSaysWhy() {
        microsoft
                .scenario()
                .next(
                        1,
                        "GET /v1/servicerequests/",
                        new Fault.Instead(PartnerCenterDesk.throttled(Duration.ofMinutes(20))));

        look();

        MicrosoftCase found = cases.of(TICKET).orElseThrow();
        assertThat(found.trouble()).contains("429", "Rate limit is exceeded");
        assertThat(found.nextLookAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(20)));
        clock.advance(Duration.ofMinutes(20));
        look();
        assertThat(cases.of(TICKET).orElseThrow().trouble()).isNull();
    }

    @Test
    void aRequestThatIsNotThereSaysSo() {
        cases.channelChosen(
                TICKET, "PARTNER_CENTER_REQUEST", "GUIDED_MANUAL", "POLL_PARTNER_CENTER", "p", CUSTOMER, null);
        cases.filed(TICKET, "999");

        look();

        assertThat(cases.of(TICKET).orElseThrow().trouble()).contains("does not show the service request 999");
    }

    @Test
    void theAppByItselfIsRefusedInPartnerCentersWords() {
        Connections appOnly = new Connections(settings(null), List.of(), clock);

        assertThat(appOnly.all().getFirst().hasPartnerCenterUser()).isFalse();
        assertThatThrownBy(() -> new PartnerCenterRequests(appOnly.all().getFirst()).find(REQUEST))
                .hasMessageContaining("403")
                .hasMessageContaining("900150")
                .hasMessageContaining("lacks permission");
    }

    @Test
    void anExpiredTokenIsRenewedOnceAndTheNewerRefreshTokenIsKept() throws IOException {
        String first = Files.readString(token);
        microsoft.scenario().next(1, "GET /v1/servicerequests/", new Fault.ExpiredToken());

        look();

        assertThat(cases.of(TICKET).orElseThrow().trouble()).isNull();
        assertThat(microsoft.requests().count("POST .*/token")).isEqualTo(2);
        assertThat(Files.readString(token)).isNotEqualTo(first).startsWith("0.");
    }

    @Test
    void aRefreshTokenThatIsOverSaysSo() throws IOException {
        Files.writeString(token, "0.over");

        look();

        assertThat(cases.of(TICKET).orElseThrow().trouble()).contains("Sign-in refused", "invalid_grant");
    }
}
