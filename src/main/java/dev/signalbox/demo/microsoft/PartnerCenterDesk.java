package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Partner Center's service requests and fraud events. Fields, and the numbers for enumerations in lists and the words in
 * details: partner-center-sdk, develop/service-request-resources.md, get-all-service-requests-for-a-customer.md,
 * get-service-request-details-by-id.md, update-a-service-request.md; order of the numbers: Partner-Center-Java,
 * ServiceRequestStatus and ServiceRequestSeverity. Headers: partner-center-rest-headers.md. Errors: error-codes.md, and
 * the other body of api-throttling-guidance.md. Fraud: get-fraud-events.md.
 */
public final class PartnerCenterDesk implements Part {

    private static final List<String> STATUSES = List.of("none", "open", "closed", "attention_needed");
    private static final List<String> SEVERITIES = List.of("unknown", "critical", "moderate", "minimal");
    /** How a date that is none is written. */
    private static final String NO_DATE = "0001-01-01T00:00:00";

    private final Clock clock;
    private final Map<String, ServiceRequest> requests = new ConcurrentSkipListMap<>();
    private final List<Map<String, Object>> fraud = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answered = new ConcurrentHashMap<>();
    private final AtomicInteger notesTaken = new AtomicInteger();
    private final Throttle throttle;

    public PartnerCenterDesk(SimulatedMicrosoft microsoft) {
        this.clock = microsoft.clock();
        this.throttle = new Throttle(clock, 300, Duration.ofMinutes(1));
    }

    private static final class ServiceRequest {
        private final String id;
        private final String title;
        private final String created;
        private volatile String status = "open";
        private volatile String modified;
        private volatile String closed = NO_DATE;
        private final List<Map<String, Object>> notes = new CopyOnWriteArrayList<>();

        private ServiceRequest(String id, String title, String created) {
            this.id = id;
            this.title = title;
            this.created = created;
            this.modified = created;
        }
    }

    /** A partner request that somebody filed in the portal. */
    public PartnerCenterDesk request(String id, String title) {
        requests.put(id, new ServiceRequest(id, title, withoutZone()));
        return this;
    }

    /** Microsoft's engineer writes a note. */
    public void writes(String id, String text) {
        note(known(id), "Microsoft Support", text);
    }

    public void becomes(String id, String status) {
        ServiceRequest request = known(id);
        request.status = status;
        request.modified = withoutZone();
        request.closed = status.equals("closed") ? request.modified : NO_DATE;
    }

    /** The texts of all notes, oldest first. */
    public List<String> notes(String id) {
        return known(id).notes.stream()
                .map(note -> String.valueOf(note.get("text")))
                .toList();
    }

    /** How many notes of ours were really taken. */
    public int notesTaken() {
        return notesTaken.get();
    }

    /** Fraud is suspected on a customer's subscription. */
    public void suspects(String eventId, String customerTenant, String subscription, String entity) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventTime", withoutZone());
        event.put("eventId", eventId);
        event.put("partnerTenantId", "");
        event.put("partnerFriendlyName", "Partner");
        event.put("customerTenantId", customerTenant);
        event.put("customerFriendlyName", "Customer");
        event.put("subscriptionId", subscription);
        event.put("subscriptionType", "modern");
        event.put("entityId", entity);
        event.put("entityName", entity);
        event.put("entityUrl", "https://portal.azure.com/#resource/" + entity);
        event.put("hitCount", "10");
        event.put("catalogOfferId", "DZH318Z0BPS6");
        event.put("eventStatus", "Active");
        event.put("eventType", "ServiceHealthSecurityAdvisory");
        fraud.add(event);
    }

    private ServiceRequest known(String id) {
        return Optional.ofNullable(requests.get(id))
                .orElseThrow(() ->
                        new IllegalStateException("Expected a service request " + id + ", found " + requests.keySet()));
    }

    private void note(ServiceRequest request, String by, String text) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("createdByName", by);
        note.put("createdDate", withoutZone());
        note.put("text", text);
        request.notes.add(note);
        request.modified = withoutZone();
    }

    /** Some of Partner Center's times lack their zone. */
    private String withoutZone() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/servicerequests", Api.PARTNER_CENTER, this::list),
                Route.of("GET", "/v1/servicerequests/([^/]+)", Api.PARTNER_CENTER, this::one),
                Route.of("PATCH", "/v1/servicerequests/([^/]+)", Api.PARTNER_CENTER, this::update),
                Route.of("GET", "/v1/fraudEvents", Api.PARTNER_CENTER, this::fraudEvents));
    }

    /** Shown to a signed-in user alone, and not too often. */
    private Optional<Answer> refusal(Route.Call call) {
        Optional<Duration> wait = throttle.take(call.caller().tenant());
        if (wait.isPresent()) {
            return Optional.of(throttled(wait.get()));
        }
        return call.caller().user() == null
                ? Optional.of(Api.PARTNER_CENTER.refuse(403, "900150", "The role lacks permission for this operation."))
                : Optional.empty();
    }

    /** The other of the two error bodies. */
    public static Answer throttled(Duration retryAfter) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("statusCode", 429);
        body.put("message", "Rate limit is exceeded. Try again in %d seconds.".formatted(retryAfter.toSeconds()));
        return Answer.json(429, body).with("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    private Answer list(Route.Call call) {
        return refusal(call).orElseGet(() -> {
            List<Map<String, Object>> items = new ArrayList<>();
            requests.values().forEach(request -> items.add(shown(request, true)));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("totalCount", items.size());
            body.put("items", items);
            body.put("attributes", Map.of("objectType", "Collection"));
            return answered(call, Answer.ok(body));
        });
    }

    private Answer one(Route.Call call) {
        return refusal(call)
                .orElseGet(() -> Optional.ofNullable(requests.get(call.path().group(1)))
                        .map(request -> answered(call, Answer.ok(shown(request, false))))
                        .orElseGet(() -> Api.PARTNER_CENTER.refuse(404, "1000", "Service request not found.")));
    }

    private Answer update(Route.Call call) {
        Optional<Answer> refused = refusal(call);
        if (refused.isPresent()) {
            return refused.get();
        }
        String requestId = call.request().header("ms-requestid");
        Answer before = requestId == null ? null : answered.get(requestId);
        if (before != null) {
            // the same request again is answered as it was
            return before;
        }
        ServiceRequest request = requests.get(call.path().group(1));
        if (request == null) {
            return Api.PARTNER_CENTER.refuse(404, "1000", "Service request not found.");
        }
        JsonNode body = call.request().json();
        // bodies of requests are written in PascalCase
        String text = body.path("NewNote").path("Text").asString("");
        if (text.isBlank()) {
            return Api.PARTNER_CENTER.refuse(400, "3000", "Property NewNote.Text is not valid.");
        }
        note(request, "Partner", text);
        notesTaken.incrementAndGet();
        request.status = "open";
        Answer answer = answered(call, Answer.ok(shown(request, false)));
        if (requestId != null) {
            answered.put(requestId, answer);
        }
        return answer;
    }

    private Answer fraudEvents(Route.Call call) {
        return refusal(call).orElseGet(() -> {
            String status = call.request().query().getOrDefault("EventStatus", "");
            String subscription = call.request().query().getOrDefault("SubscriptionId", "");
            return answered(
                    call,
                    Answer.ok(fraud.stream()
                            .filter(event -> status.isEmpty() || status.equals(event.get("eventStatus")))
                            .filter(event -> subscription.isEmpty() || subscription.equals(event.get("subscriptionId")))
                            .toList()));
        });
    }

    private static Answer answered(Route.Call call, Answer answer) {
        return answer.with("MS-CorrelationId", String.valueOf(call.request().header("ms-correlationid")))
                .with("MS-RequestId", String.valueOf(call.request().header("ms-requestid")));
    }

    private static Map<String, Object> shown(ServiceRequest request, boolean inList) {
        Map<String, Object> organization = Map.of("id", "", "name", "Partner", "phoneNumber", "");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", request.title);
        body.put("description", request.title);
        body.put("severity", inList ? (Object) SEVERITIES.indexOf("moderate") : "moderate");
        body.put("supportTopicId", "11");
        body.put("supportTopicName", "Customers, orders and subscriptions");
        body.put("id", request.id);
        body.put("status", inList ? (Object) STATUSES.indexOf(request.status) : request.status);
        body.put("organization", organization);
        body.put("productId", "");
        body.put("createdDate", request.created);
        body.put("lastModifiedDate", request.modified);
        body.put("lastClosedDate", request.closed);
        body.put("fileLinks", List.of());
        body.put("notes", inList ? List.of() : List.copyOf(request.notes));
        body.put("countryCode", "CZ");
        body.put("attributes", Map.of("objectType", "ServiceRequest"));
        return body;
    }
}
