package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signalbox.demo.microsoft.Answer;
import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.support.KnowledgeStore;
import dev.signalbox.support.TurnedClock;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;

/** Filing, answering and watching against the simulated Microsoft, with everything that can go wrong on the way. */
class CaseFilingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final long TICKET = 10001238;
    private static final String NAME = "signalbox-10001238-1";
    private static final String CUSTOMER = "6f1a2b3c-0000-4000-8000-000000000001";
    private static final String PARTNER = "6f1a2b3c-0000-4000-8000-0000000000aa";
    private static final String SUBSCRIPTION = "132d901f-189d-4381-9214-fe68e27e05a1";
    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000a";
    private static final String CREATE = "PUT .*/supportTickets/signalbox[^/]*\\?";

    private final TurnedClock clock = new TurnedClock(NOW);
    private final List<Noticed> told = new ArrayList<>();
    private final Messages messages = mock(Messages.class);
    private SimulatedMicrosoft microsoft;
    private AzureSupportDesk azure;
    private MicrosoftCases cases;
    private CaseAttachments attachments;
    private CaseFiling filing;
    private CaseWatch watch;
    private Consumer<Noticed> ears = told::add;

    @BeforeEach
    void aPreparedCaseUnderProfessionalDirect() {
        microsoft = SimulatedMicrosoft.start(0, clock);
        azure = microsoft.with(new AzureSupportDesk(microsoft));
        azure.plan(SUBSCRIPTION, "Professional Direct").onBehalf(SUBSCRIPTION, PARTNER);
        microsoft
                .directory()
                .app(APP, "right")
                .consent(CUSTOMER, APP)
                .consent(PARTNER, APP)
                .subscription(SUBSCRIPTION, CUSTOMER)
                .roles(SUBSCRIPTION, APP, "Support Request Contributor");
        KnowledgeStore.Fresh fresh = KnowledgeStore.H2.fresh(CaseFilingTest.class);
        CaseProperties properties = new CaseProperties(
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(30),
                4,
                Duration.ofSeconds(1),
                1);
        cases = new MicrosoftCases(fresh.jdbc(), clock, mock(Tickets.class), properties);
        Connections connections = new Connections(settings(), List.of(), clock);
        CaseDesk desk = ticket -> wanted();
        attachments = new CaseAttachments(fresh.jdbc(), clock);
        filing = new CaseFiling(
                cases,
                connections,
                desk,
                messages,
                attachments,
                event -> ears.accept((Noticed) event),
                properties,
                clock);
        watch = new CaseWatch(
                cases,
                connections,
                desk,
                event -> ears.accept((Noticed) event),
                properties,
                clock,
                new DataSourceTransactionManager(fresh.source()));
        cases.channelChosen(TICKET, "AZURE_SUPPORT_API", "API", "POLL_AZURE", "p", CUSTOMER, SUBSCRIPTION);
        cases.orderFiling(TICKET);
    }

    private MicrosoftProperties settings() {
        return new MicrosoftProperties(
                Map.of(
                        "p",
                        new MicrosoftProperties.Tenant(
                                "p",
                                PARTNER,
                                APP,
                                Secret.of("right"),
                                null,
                                microsoft.baseUri(),
                                null,
                                microsoft.baseUri(),
                                null,
                                null,
                                null,
                                null,
                                null)),
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
                SUBSCRIPTION,
                "A",
                true,
                "CZ",
                "en",
                "Support Desk",
                "desk@partner.example",
                Map.of(
                        "title",
                        "Machine unreachable",
                        "description",
                        "Nobody can sign in.",
                        "service",
                        "Virtual machine running Linux",
                        "problemClassification",
                        "Cannot connect by SSH",
                        "consent",
                        "Yes",
                        "phone",
                        "+420 555 0100",
                        "startTime",
                        "2026-11-23T07:30:00Z"));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    /** Works until nothing is due, then lets time pass, so often. */
    private void work(int rounds) {
        for (int i = 0; i < rounds; i++) {
            while (filing.doNext()) {
                // more may be due
            }
            clock.advance(Duration.ofMinutes(1));
        }
    }

    private Map<String, Object> finished() {
        return told.stream()
                .filter(news -> news.type().equals("dev.signalbox.microsoft.filing-finished.v1"))
                .reduce((first, second) -> second)
                .map(CaseFilingTest::data)
                .orElseThrow(() -> new AssertionError("Expected the filing to be finished, found " + told));
    }

    private static Map<String, Object> data(Noticed news) {
        Map<String, Object> data = new HashMap<>();
        news.data()
                .propertyStream()
                .forEach(field -> data.put(
                        field.getKey(),
                        field.getValue().isInt()
                                ? (Object) field.getValue().intValue()
                                : field.getValue().asString()));
        return data;
    }

    private void isFiledOnce() {
        assertThat(azure.created()).isEqualTo(1);
        assertThat(azure.names()).containsExactly(NAME);
        assertThat(finished())
                .containsEntry("outcome", "FILED")
                .containsEntry("externalId", "2511250040000001")
                .containsEntry("responseMinutes", 60);
        assertThat(filing.doNext()).isFalse();
    }

    @Test
    void aCaseIsCreatedAsynchronouslyAndToldWithMicrosoftsOwnDeadline() {
        azure.createTakes(Duration.ofSeconds(90), 30);

        filing.doNext();
        assertThat(told).isEmpty();
        assertThat(filing.doNext()).isFalse();
        work(4);

        isFiledOnce();
        assertThat(finished()).containsEntry("responseDueAt", "2026-11-23T11:00:00Z");
        assertThat(told).hasSize(1);
    }

    @Test
    void whatWasAcceptedAndNeverAnsweredIsLookedForAndNotCreatedAgain() {
        microsoft.scenario().next(1, CREATE, new Fault.Cut());

        work(4);

        isFiledOnce();
    }

    @Test
    void aRequestThatNeverArrivedIsSentAgain() {
        microsoft.scenario().next(1, CREATE, new Fault.Broken());

        work(4);

        isFiledOnce();
    }

    @Test
    void aSlowAnswerBeyondOurPatienceCreatesNoSecondCase() {
        microsoft.scenario().next(1, CREATE, new Fault.Slow(Duration.ofSeconds(3)));

        work(4);

        isFiledOnce();
    }

    @Test
    void aNodeThatDiesBetweenSendingAndRecordingLeavesTheCaseToAnother() {
        ears = news -> {
            throw new IllegalStateException("the node is gone");
        };
        assertThatThrownBy(() -> work(3)).hasMessage("the node is gone");
        ears = told::add;
        assertThat(filing.doNext()).as("still the dead node's").isFalse();

        clock.advance(Duration.ofMinutes(6));
        work(2);

        isFiledOnce();
    }

    @Test
    void toldTwiceItIsTheSameEvent() {
        ears = news -> {
            told.add(news);
            throw new IllegalStateException("killed after telling");
        };
        assertThatThrownBy(() -> work(3)).hasMessage("killed after telling");
        ears = told::add;
        clock.advance(Duration.ofMinutes(6));
        work(2);

        assertThat(told).hasSize(2);
        assertThat(told.get(0).id()).isEqualTo(told.get(1).id());
        assertThat(azure.created()).isEqualTo(1);
    }

    @Test
    void aBadRequestIsTheDesksWorkAtOnceWithMicrosoftsWords() {
        microsoft
                .scenario()
                .always(
                        CREATE,
                        new Fault.Instead(Answer.json(
                                400, Map.of("error", Map.of("code", "InvalidTitle", "message", "Too long a title.")))));

        work(5);

        assertThat(finished()).containsEntry("outcome", "REFUSED").containsEntry("status", 400);
        assertThat(String.valueOf(finished().get("words"))).contains("InvalidTitle", "Too long a title.");
        assertThat(told).hasSize(1);
        assertThat(microsoft.requests().all().stream()
                        .filter(entry -> entry.request().method().equals("PUT"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aPlanThatIsTooSmallIsRefusedInMicrosoftsWords() {
        azure.plan(SUBSCRIPTION, "Cloud Solution Provider");

        work(2);

        assertThat(azure.created()).isZero();
        assertThat(finished()).containsEntry("outcome", "REFUSED").containsEntry("status", 403);
        assertThat(String.valueOf(finished().get("words"))).contains("support plan type is CSP");
    }

    @Test
    void anExpiredTokenIsRenewedOnce() {
        microsoft.scenario().next(1, CREATE, new Fault.ExpiredToken());

        work(3);

        isFiledOnce();
    }

    @Test
    void whenTokensEndThePartnersOwnIsRenewedTogetherWithTheCustomers() {
        azure.createTakes(Duration.ofSeconds(90), 30);
        filing.doNext();
        clock.advance(Duration.ofHours(2));

        work(4);

        isFiledOnce();
    }

    @Test
    void throttlingIsObeyedInSecondsAndAsADateAndCountsAsNoAttempt() {
        microsoft.scenario().next(3, CREATE, Fault.throttled(Duration.ofMinutes(3)));
        microsoft.scenario().next(3, CREATE, Fault.throttledUntil(NOW.plus(Duration.ofMinutes(20))));
        microsoft.scenario().next(1, CREATE, Fault.throttledWithoutHint());

        filing.doNext();
        clock.advance(Duration.ofMinutes(2));
        assertThat(filing.doNext()).as("three minutes were asked for").isFalse();
        work(30);

        isFiledOnce();
    }

    @Test
    void aServiceThatKeepsFailingIsLeftToAPersonAfterSomeTries() {
        microsoft.scenario().always("supportTickets/signalbox", Fault.status(503));

        work(60);

        assertThat(finished()).containsEntry("outcome", "REFUSED").containsEntry("code", "NO_ANSWER");
        assertThat(filing.doNext()).isFalse();
    }

    @Test
    void garbageIsNoCase() {
        microsoft.scenario().next(1, "GET .*/services\\?", Fault.html());
        microsoft.scenario().next(1, CREATE, Fault.body("{\"value\": 7}"));

        work(10);

        isFiledOnce();
    }

    @Test
    void filesGoAlongWholeAlsoWhenTheirWayIsBroken() {
        byte[] large = new byte[3 * 1024 * 1024];
        large[0] = 'P';
        large[1] = 'K';
        large[2] = 3;
        large[3] = 4;
        attachments.add(TICKET, "trace.zip", large, "agent");
        attachments.add(TICKET, "words.txt", "It hangs.".getBytes(StandardCharsets.UTF_8), "agent");
        microsoft.scenario().next(1, "POST .*/trace.zip/upload", new Fault.Cut());

        work(4);

        isFiledOnce();
        assertThat(azure.files(NAME)).isEqualTo(Map.of("trace.zip", large.length, "words.txt", 9));
        assertThat(microsoft
                        .requests()
                        .of(CREATE)
                        .getLast()
                        .request()
                        .json()
                        .path("properties")
                        .path("fileWorkspaceName")
                        .asString())
                .isEqualTo(NAME);
        // a piece is never larger than Azure takes
        assertThat(microsoft.requests().of("POST .*/trace.zip/upload")).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "tool.exe, MZ, name",
        "run.ps1, Get-Item, name",
        "picture.png, MZ, content",
        "picture.png, plain words, content",
        "notes.txt, MZ, content",
        "notes.txt, '', content",
        "../notes.txt, words, name",
        "notes, words, name"
    })
    void aFileThatMicrosoftWouldNotTakeIsRefusedByItsField(String name, String content, String field) {
        assertThatThrownBy(() -> attachments.add(TICKET, name, content.getBytes(StandardCharsets.UTF_8), "agent"))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                                refused.problems().getFirst().field())
                        .isEqualTo(field));
    }

    @Test
    void aFileTooLargeOrTheSameNameTwiceIsRefused() {
        assertThatThrownBy(() -> attachments.add(TICKET, "a.log", new byte[CaseAttachments.LARGEST + 1], "agent"))
                .hasMessageContaining("4 MB");
        attachments.add(TICKET, "a.log", new byte[] {1}, "agent");
        assertThatThrownBy(() -> attachments.add(TICKET, "a.log", new byte[] {1}, "agent"))
                .hasMessageContaining("no other file");
        assertThat(attachments.of(TICKET))
                .extracting(CaseAttachments.Attachment::name)
                .containsExactly("a.log");
    }

    @Test
    void anotherTicketGoesOnWhileOneWaits() {
        microsoft.scenario().always(CREATE.replace("signalbox", NAME), Fault.throttled(Duration.ofHours(1)));
        cases.channelChosen(20002, "AZURE_SUPPORT_API", "API", "POLL_AZURE", "p", CUSTOMER, SUBSCRIPTION);
        cases.orderFiling(20002);

        work(3);

        assertThat(azure.names()).containsExactly("signalbox-20002-1");
    }

    private void filed() {
        work(3);
        cases.filed(TICKET, String.valueOf(finished().get("externalId")));
        told.clear();
        clock.advance(Duration.ofMinutes(6));
    }

    @Test
    void anAnswerIsSentExactlyOnceThoughItsAnswerIsLost() {
        filed();
        when(messages.find(anyString()))
                .thenReturn(Optional.of(new Message(
                        "m1",
                        new TicketNumber(TICKET),
                        Message.Visibility.INTERNAL,
                        Message.Direction.INSIDE,
                        "agent",
                        "Answer to Microsoft: The trace is attached.",
                        NOW)));
        microsoft.scenario().next(1, "PUT .*/communications/", new Fault.Cut());
        cases.orderAnswer(TICKET, "m1");

        work(4);

        assertThat(azure.ours(NAME)).containsExactly("The trace is attached.");
    }

    @Test
    void eachMessageOfMicrosoftsAndItsEndAreToldOnce() {
        filed();
        azure.writes(NAME, "Please send a trace.");

        watch.lookAtNext();
        clock.advance(Duration.ofMinutes(6));
        watch.lookAtNext();
        azure.closes(NAME);
        clock.advance(Duration.ofMinutes(6));
        watch.lookAtNext();

        assertThat(told.stream().map(Noticed::id).distinct())
                .containsExactly(
                        NAME + "/message/msft-1",
                        NAME + "/status/closed/" + clock.instant().minus(Duration.ofMinutes(6)));
        assertThat(data(told.getFirst()))
                .containsEntry("status", "attention_needed")
                .containsEntry("note", "Please send a trace.")
                .containsEntry("externalId", "2511250040000001");
        assertThat(data(told.getLast())).containsEntry("status", "closed");
        assertThat(cases.of(TICKET).orElseThrow().apiStatus()).isEqualTo("closed");
    }

    @Test
    void aCaseIsLookedAtByOneNodeAtATimeAndNotTooOften() {
        filed();

        assertThat(watch.lookAtNext()).isTrue();
        assertThat(watch.lookAtNext()).isFalse();
        clock.advance(Duration.ofMinutes(6));
        assertThat(cases.takeCase()).isPresent();
        assertThat(cases.takeCase()).as("another node has it").isEmpty();
    }

    @Test
    void aCaseThatCannotBeReadSaysWhyAndIsTriedAgainLater() {
        filed();
        microsoft.scenario().always("supportTickets/", Fault.status(500));

        watch.lookAtNext();

        assertThat(cases.of(TICKET).orElseThrow().trouble()).contains("500");
        assertThat(cases.of(TICKET).orElseThrow().failures()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void whatThePersonAndTheApiSayIsCompared() {
        filed();
        watch.lookAtNext();

        cases.personSays(TICKET, "closed", "agent");
        assertThat(cases.of(TICKET).orElseThrow().differsSince()).isEqualTo(clock.instant());
        cases.apiSays(TICKET, "closed");

        assertThat(cases.of(TICKET).orElseThrow().differsSince()).isNull();
    }
}
