package dev.signalbox.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Minutes booked on tickets, and what the month's statement makes of them. */
@SignalboxTest
class WorkTest {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;

    /** A customer of its own for each test: an hour costs 60 EUR, mailboxes 90 a case, on premises 900 a month. */
    String customer;

    @BeforeEach
    void aCustomerWithPrices() {
        api = new Api(port);
        customer = "work-" + UUID.randomUUID().toString().substring(0, 8);
        put(
                "customers/" + customer,
                Map.of(
                        "partnerId", "demo-direct",
                        "name", "Work & Co",
                        "tenantId", UUID.randomUUID().toString(),
                        "domain", customer + ".example",
                        "country", "CZ",
                        "language", "cs",
                        "timeZone", "Europe/Prague"));
        price("hour", Map.of("amount", "60", "currency", "EUR", "unit", "HOUR"));
        price("case", Map.of("productFamily", "M365", "amount", "90", "currency", "EUR", "unit", "CASE"));
        price("month", Map.of("productFamily", "ON_PREM", "amount", "900", "currency", "CZK", "unit", "MONTH"));
        price("agreed", Map.of("productFamily", "AZURE"));
        price("free", Map.of("productFamily", "EMS", "chargeable", false));
    }

    private void put(String path, Map<String, ?> fields) {
        Api.Answer answer = api.put("manager", "/api/" + path, fields);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void price(String name, Map<String, ?> fields) {
        Map<String, Object> all =
                new HashMap<>(Map.of("customerId", customer, "party", "OWN_DESK", "chargeable", true));
        all.putAll(fields);
        put("deliveries/" + customer + "-" + name, all);
    }

    private Walk ticket(String family) {
        return Walk.request(api, Map.of("customerId", customer, "productFamily", family, "reportedCategory", "HOW_TO"));
    }

    private Api.Answer book(Walk walk, Map<String, ?> fields, String... headers) {
        return api.post("agent", "/api/tickets/" + walk.number() + "/work", fields, headers);
    }

    private String booked(Walk walk, int minutes) {
        Api.Answer answer = book(walk, Map.of("minutes", minutes));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    private Api.Answer correct(String account, Walk walk, String id) {
        return api.post(
                account,
                "/api/tickets/" + walk.number() + "/work/" + id + "/correct",
                Map.of("reason", "Wrong ticket"));
    }

    private JsonNode statement(String query) {
        Api.Answer answer = api.get("manager", "/api/customers/" + customer + "/work-statement" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private String now() {
        return statement("").path("month").asString();
    }

    /** As {@code <ticket or ->:<minutes>=<amount>}. */
    private List<String> lines(String query) {
        List<String> lines = new ArrayList<>();
        statement(query)
                .path("lines")
                .forEach(line -> lines.add((line.path("ticket").isNull()
                                ? "-"
                                : line.path("ticket").asString())
                        + ":" + line.path("minutes").asInt() + "="
                        + (line.path("amount").isNull()
                                ? "-"
                                : line.path("amount").decimalValue().setScale(2).toPlainString())));
        return lines;
    }

    private void dated(String id, String at) {
        jdbc.sql("update work set at = :at where id = :id")
                .param("at", Instant.parse(at).atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    @Test
    void bookedMinutesKeepWhoWhenAndThePriceThatHeld() {
        Walk walk = ticket("PARTNER_CENTER");
        String id = booked(walk, 25);
        price("hour", Map.of("amount", "75", "currency", "EUR", "unit", "HOUR"));
        booked(walk, 5);

        JsonNode items = api.get("auditor", "/api/tickets/" + walk.number() + "/work")
                .body()
                .path("items");

        assertThat(items).hasSize(2);
        assertThat(items.path(0).path("id").asString()).isEqualTo(id);
        assertThat(items.path(0).path("by").asString()).isEqualTo("agent");
        assertThat(items.path(0).path("deliveryId").asString()).isEqualTo(customer + "-hour");
        assertThat(items.path(0).path("price").toString())
                .isEqualTo("{\"amount\":60.0,\"currency\":\"EUR\",\"per\":\"HOUR\"}");
        assertThat(items.path(1).path("price").path("amount").decimalValue()).isEqualByComparingTo("75");
        assertThat(lines("")).containsExactly(walk.number() + ":25=25.00", walk.number() + ":5=6.25");
        assertThat(walk.told()).filteredOn("ticket.work-booked"::equals).hasSize(2);
    }

    @Test
    void theTimelineTellsOfWorkByIdsAndNumbersOnly() {
        Walk walk = ticket("PARTNER_CENTER");
        book(walk, Map.of("minutes", 10, "note", "Spoke with Eva Dvořáková"));

        JsonNode entry = walk.timeline().path(walk.timeline().size() - 1);

        assertThat(entry.path("type").asString()).isEqualTo("ticket.work-booked");
        assertThat(entry.path("data").path("minutes").asInt()).isEqualTo(10);
        assertThat(entry.toString()).doesNotContain("Eva");
        assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/work")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aMistakeIsTakenBackOnceAndBothEntriesStay() {
        Walk walk = ticket("PARTNER_CENTER");
        String wrong = booked(walk, 600);
        booked(walk, 60);
        assertThat(api.post("lead", "/api/tickets/" + walk.number() + "/work", Map.of("minutes", 1))
                        .status())
                .isEqualTo(201);

        Api.Answer counter = correct("agent", walk, wrong);

        assertThat(counter.status()).isEqualTo(201);
        assertThat(counter.body().path("minutes").asInt()).isEqualTo(-600);
        assertThat(counter.body().path("reason").asString()).isEqualTo("Wrong ticket");
        assertThat(correct("lead", walk, wrong).status())
                .as("taken back before")
                .isEqualTo(409);
        assertThat(correct("lead", walk, counter.body().path("id").asString()).status())
                .isEqualTo(409);
        assertThat(api.get("agent", "/api/tickets/" + walk.number() + "/work")
                        .body()
                        .path("items"))
                .hasSize(4);
        assertThat(lines("")).containsExactly(walk.number() + ":61=61.00");
    }

    @Test
    void onlyALeadTakesBackWhatSomebodyElseBooked() {
        Walk walk = ticket("PARTNER_CENTER");
        String id = api.post("lead", "/api/tickets/" + walk.number() + "/work", Map.of("minutes", 5))
                .body()
                .path("id")
                .asString();
        Walk other = ticket("PARTNER_CENTER");

        assertThat(correct("agent", walk, id).status()).isEqualTo(403);
        assertThat(correct("lead", other, id).status())
                .as("through another ticket")
                .isEqualTo(404);
        assertThat(correct("manager", walk, id).status()).isEqualTo(201);
    }

    @Test
    void chargeableWorkIsWaivedWithAReasonAndIncludedWorkIsNeverCharged() {
        Walk walk = ticket("PARTNER_CENTER");
        Walk included = ticket("EMS");

        assertThat(book(walk, Map.of("minutes", 5, "chargeable", false)).text()).contains("the reason why");
        assertThat(book(walk, Map.of("minutes", 5, "chargeable", false, "note", "Our fault"))
                        .status())
                .isEqualTo(201);
        assertThat(book(included, Map.of("minutes", 7, "chargeable", true)).status())
                .isEqualTo(422);
        booked(included, 7);

        assertThat(lines("")).isEmpty();
        assertThat(statement("").path("minutes").toString())
                .isEqualTo("{\"chargeable\":0,\"byAgreement\":0,\"included\":7,\"waived\":5}");
    }

    @Test
    void aCaseIsChargedOnceInItsFirstMonthAndGivenBackWhenAllItsWorkIsTakenBack() {
        Walk walk = ticket("M365");
        dated(booked(walk, 30), "2026-08-10T08:00:00Z");
        dated(booked(walk, 30), "2026-09-10T08:00:00Z");
        dated(booked(walk, 15), "2026-09-11T08:00:00Z");

        assertThat(lines("?month=2026-08")).containsExactly(walk.number() + ":30=90.00");
        assertThat(lines("?month=2026-09")).containsExactly(walk.number() + ":45=0.00");

        api.get("agent", "/api/tickets/" + walk.number() + "/work")
                .body()
                .path("items")
                .forEach(item -> correct("lead", walk, item.path("id").asString()));

        assertThat(lines("?month=2026-08")).as("a past month stays").containsExactly(walk.number() + ":30=90.00");
        assertThat(lines("?month=" + now())).containsExactly(walk.number() + ":-75=-90.00");
    }

    @Test
    void theMonthsPriceStandsOnceAndWorkByAgreementInNoTotal() {
        Walk one = ticket("ON_PREM");
        Walk other = ticket("ON_PREM");
        Walk agreed = ticket("AZURE");
        booked(one, 30);
        booked(other, 45);
        booked(agreed, 20);

        assertThat(lines(""))
                .containsExactly(
                        one.number() + ":30=-", other.number() + ":45=-", agreed.number() + ":20=-", "-:0=900.00");
        assertThat(statement("").path("totals").toString()).isEqualTo("[{\"currency\":\"CZK\",\"amount\":900.0}]");
        assertThat(statement("").path("minutes").path("byAgreement").asInt()).isEqualTo(20);
    }

    @Test
    void aMonthBeginsAndEndsAtTheCustomersMidnightAlsoWhereTheClockChanges() {
        Walk walk = ticket("PARTNER_CENTER");
        // Prague is an hour before UTC until 29 March 2026, two until 25 October
        dated(booked(walk, 1), "2026-02-28T22:59:59Z");
        dated(booked(walk, 2), "2026-02-28T23:00:00Z");
        dated(booked(walk, 4), "2026-03-31T21:59:59Z");
        dated(booked(walk, 8), "2026-03-31T22:00:00Z");
        dated(booked(walk, 16), "2026-10-31T22:59:59Z");
        dated(booked(walk, 32), "2026-10-31T23:00:00Z");

        assertThat(lines("?month=2026-02")).containsExactly(walk.number() + ":1=1.00");
        assertThat(lines("?month=2026-03")).containsExactly(walk.number() + ":6=6.00");
        assertThat(lines("?month=2026-04")).containsExactly(walk.number() + ":8=8.00");
        assertThat(lines("?month=2026-10")).containsExactly(walk.number() + ":16=16.00");
        assertThat(lines("?month=2026-11")).containsExactly(walk.number() + ":32=32.00");
        assertThat(statement("?month=2026-03").path("from").asString()).isEqualTo("2026-02-28T23:00:00Z");
        assertThat(statement("?month=2026-03").path("to").asString()).isEqualTo("2026-03-31T22:00:00Z");
    }

    @Test
    void minutesAreSummedBeforeTheyAreRounded() {
        price("hour", Map.of("amount", "100", "currency", "EUR", "unit", "HOUR"));
        Walk walk = ticket("PARTNER_CENTER");
        Walk other = ticket("PARTNER_CENTER");
        for (int i = 0; i < 3; i++) {
            booked(walk, 1);
        }
        booked(other, 1);

        assertThat(lines("")).containsExactly(walk.number() + ":3=5.00", other.number() + ":1=1.67");
        assertThat(statement("").path("totals").path(0).path("amount").decimalValue())
                .isEqualByComparingTo(new BigDecimal("6.67"));
    }

    @Test
    void theSheetHasTheSameLinesAndNoFormula() {
        Walk walk = Walk.request(
                api,
                Map.of(
                        "customerId",
                        customer,
                        "productFamily",
                        "PARTNER_CENTER",
                        "reportedCategory",
                        "HOW_TO",
                        "title",
                        "=HYPERLINK(\"http://evil.example\",\"x\")"));
        booked(walk, 90);

        Api.Answer sheet = api.get("manager", "/api/customers/" + customer + "/work-statement?format=csv");

        assertThat(sheet.headers().get("content-type").getFirst()).startsWith("text/csv");
        assertThat(sheet.text().lines())
                .containsExactly(
                        "line,month,customerId,ticket,title,deliveryId,party,minutes,unit,price,currency,amount",
                        "WORK,%s,%s,%s,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",%s-hour,OWN_DESK,90,HOUR,60.00,EUR,90.00"
                                .formatted(now(), customer, walk.number(), customer),
                        "TOTAL,%s,%s,,,,,,,,EUR,90.00".formatted(now(), customer));
        assertThat(api.get("manager", "/api/audit?kind=export&id=work-statement")
                        .text())
                .contains(customer);
        assertThat(api.get("agent", "/api/customers/" + customer + "/work-statement?format=csv")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theSameRequestSentAgainBooksNothingMoreAndTwoAtOnceBookBoth() throws Exception {
        Walk walk = ticket("PARTNER_CENTER");
        List<Future<Api.Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                String key = i < 4 ? "same" : "other-" + i;
                answers.add(threads.submit(
                        () -> book(walk, Map.of("minutes", 10), "Idempotency-Key", key + walk.number())));
            }
        }
        for (Future<Api.Answer> answer : answers) {
            assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(201);
        }

        assertThat(lines("")).containsExactly(walk.number() + ":50=50.00");
        assertThat(book(walk, Map.of("minutes", 11), "Idempotency-Key", "same" + walk.number())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whatDoesNotFitIsRefusedAndNamed() {
        Walk walk = ticket("PARTNER_CENTER");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("minutes", 0),
                Map.of("minutes", -5),
                Map.of("minutes", 1441),
                Map.of("minutes", 1.5),
                Map.of("minutes", "30"),
                Map.of("minutes", 9_999_999_999L),
                Map.of("minutes", 5, "note", "x".repeat(2001)),
                Map.of("minutes", 5, "note", "\u0000"),
                Map.of("minutes", 5, "chargeable", "yes"),
                Map.of("minutes", 5, "at", "yesterday"),
                Map.of("minutes", 5, "at", "2999-01-01T00:00:00Z"),
                Map.of("minutes", 5, "at", "2020-01-01T00:00:00Z"),
                Map.of("minutes", 5, "by", "lead"),
                Map.of("minutes", 5, "price", Map.of("amount", 1)))) {
            Api.Answer answer = book(walk, wrong);
            assertThat(answer.status()).as(wrong + " " + answer.text()).isEqualTo(422);
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .as(answer.text())
                    .isNotBlank();
        }
        assertThat(lines("")).isEmpty();
        for (String month : List.of("2026-13", "2026", "0001-01", "99999-01", "x", "-2026-01")) {
            assertThat(api.get("manager", "/api/customers/" + customer + "/work-statement?month=" + month)
                            .status())
                    .as(month)
                    .isEqualTo(422);
        }
        assertThat(api.get("manager", "/api/customers/" + customer + "/work-statement?format=xml")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void workIsBookedOnAClosedTicketToo() {
        Walk walk = ticket("PARTNER_CENTER");
        api.post("agent", "/api/tickets/" + walk.number() + "/withdraw", Map.of());

        booked(walk, 12);

        assertThat(walk.state()).isEqualTo("WITHDRAWN");
        assertThat(lines("")).containsExactly(walk.number() + ":12=12.00");
    }
}
