package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.MicrosoftService;
import dev.signalbox.microsoft.connection.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Azure Support API, version 2024-04-01, for one customer's subscription: the token is of the customer's tenant, a
 * second one of the partner's own says on whose behalf. Source: azure-rest-api-specs, Microsoft.Support.
 */
final class AzureSupport {

    private static final String VERSION = "api-version=2024-04-01";
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);
    private static final int MOST_PAGES = 20;
    private static final int PIECE = 2_621_440;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Connection connection;
    private final String tenant;
    private final String scope;

    AzureSupport(Connection connection, String tenant, String subscription) {
        this.connection = connection;
        this.tenant = tenant;
        this.scope = "/subscriptions/" + part(subscription) + "/providers/Microsoft.Support";
    }

    /** A case as Azure tells it. */
    record Told(
            String name,
            String number,
            String status,
            @Nullable Instant modifiedAt,
            @Nullable Instant responseDueAt,
            @Nullable Integer responseMinutes) {}

    /** A message of a case. */
    record Said(
            String name,
            String sender,
            String body,
            @Nullable Instant at) {}

    /** What became of a request that may take its time: a case at once, or where to ask for it and when. */
    record Accepted(@Nullable Told made, @Nullable String operation, Duration askAfter) {}

    /** Microsoft took the request on and ended it without a result. */
    static final class Ended extends RuntimeException {

        private final String code;

        Ended(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    Optional<Told> find(String name) {
        return read(scope + "/supportTickets/" + part(name)).map(AzureSupport::told);
    }

    boolean nameAvailable(String name) {
        ObjectNode body = JSON.createObjectNode();
        body.put("name", name);
        body.put("type", "Microsoft.Support/supportTickets");
        return connection
                .send(withAuxiliary(
                        Call.post(MicrosoftService.AZURE, tenant, scope + "/checkNameAvailability?" + VERSION, body)))
                .body()
                .path("nameAvailable")
                .asBoolean(false);
    }

    /** The case is asked for under {@code name}; asked again it is the same one. */
    Accepted create(String name, CaseToFile wanted, String service, String classification, boolean withFiles) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode properties = body.putObject("properties");
        properties.put("title", wanted.field("title"));
        properties.put("description", description(wanted));
        properties.put("serviceId", service);
        properties.put("problemClassificationId", classification);
        properties.put("severity", severity(wanted.severity()));
        properties.put("advancedDiagnosticConsent", wanted.field("consent").equals("Yes") ? "Yes" : "No");
        if (wanted.severity().equals("A")) {
            properties.put("require24X7Response", wanted.aroundTheClock());
        }
        if (!wanted.field("startTime").isEmpty()) {
            properties.put("problemStartTime", wanted.field("startTime"));
        }
        properties.set("contactDetails", contact(wanted));
        if (withFiles) {
            properties.put("fileWorkspaceName", name);
        }
        Reply reply = put(scope + "/supportTickets/" + part(name), body);
        if (reply.status() != 202) {
            return new Accepted(told(reply.body()), null, Duration.ZERO);
        }
        String operation = reply.header("azure-asyncoperation")
                .or(() -> reply.header("location"))
                .orElse(null);
        return new Accepted(null, operation, wait(reply));
    }

    /**
     * Puts a file where a case of the same name finds it, in pieces that Azure takes. Done again it is the same file.
     * Source: Azure Support, file workspaces: at most 5 MB, in at most two pieces of 2.5 MB.
     */
    void upload(String workspace, String file, byte[] content) {
        String at = scope + "/fileWorkspaces/" + part(workspace);
        put(at, JSON.createObjectNode());
        int pieces = (content.length + PIECE - 1) / PIECE;
        ObjectNode body = JSON.createObjectNode();
        body.putObject("properties")
                .put("chunkSize", Math.min(content.length, PIECE))
                .put("fileSize", content.length)
                .put("numberOfChunks", pieces);
        put(at + "/files/" + part(file), body);
        for (int i = 0; i < pieces; i++) {
            byte[] piece = Arrays.copyOfRange(content, i * PIECE, Math.min(content.length, (i + 1) * PIECE));
            ObjectNode sent = JSON.createObjectNode();
            sent.put("content", Base64.getEncoder().encodeToString(piece));
            sent.put("chunkIndex", i);
            connection.send(withAuxiliary(Call.post(
                    MicrosoftService.AZURE, tenant, at + "/files/" + part(file) + "/upload?" + VERSION, sent)));
        }
    }

    /** Asks how far an earlier request is. */
    Accepted follow(String operation, String name) {
        Reply reply = connection.send(withAuxiliary(Call.get(MicrosoftService.AZURE, tenant, operation)));
        String status = reply.body().path("status").asString("");
        if (reply.status() == 202 || status.equals("InProgress") || status.equals("Running")) {
            return new Accepted(null, operation, wait(reply));
        }
        if (status.equals("Failed") || status.equals("Canceled")) {
            JsonNode error = reply.body().path("error");
            throw new Ended(
                    error.path("code").asString(status), error.path("message").asString(status));
        }
        Told made = find(name)
                .orElseThrow(() -> new CallFailed(
                        CallFailed.Reason.UNREADABLE, "Azure says the case is made, and does not show it"));
        return new Accepted(made, null, Duration.ZERO);
    }

    /** Every message of the case, oldest first. */
    List<Said> messages(String name) {
        List<Said> said = new ArrayList<>();
        for (JsonNode one : all(scope + "/supportTickets/" + part(name) + "/communications")) {
            JsonNode properties = one.path("properties");
            said.add(new Said(
                    one.path("name").asString(""),
                    properties.path("sender").asString(""),
                    properties.path("body").asString(""),
                    time(properties.path("createdDate"))));
        }
        said.sort(Comparator.comparing(Said::at, Comparator.nullsLast(Comparator.naturalOrder())));
        return said;
    }

    boolean hasMessage(String ticketName, String name) {
        return read(scope + "/supportTickets/" + part(ticketName) + "/communications/" + part(name))
                .isPresent();
    }

    /** Sends a message under {@code name}; true where Microsoft has it, false where it is still on its way. */
    boolean say(String ticketName, String name, String sender, String subject, String text) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode properties = body.putObject("properties");
        properties.put("subject", subject);
        properties.put("body", text);
        properties.put("sender", sender);
        String path = scope + "/supportTickets/" + part(ticketName) + "/communications/" + part(name);
        return put(path, body).status() != 202;
    }

    /** The id of the service that is called so, looked up anew because ids change. */
    Optional<String> service(String wanted) {
        return best("/providers/Microsoft.Support/services", wanted);
    }

    /** The id of the service's problem class that is called so. */
    Optional<String> classification(String service, String wanted) {
        return best(service + "/problemClassifications", wanted);
    }

    /** The entry whose name shares most words with what is wanted; the one of the id, where an id is wanted. */
    private Optional<String> best(String path, String wanted) {
        Set<String> words = words(wanted);
        String best = null;
        double most = 0;
        for (JsonNode one : all(path)) {
            String id = one.path("id").asString("");
            if (id.equalsIgnoreCase(wanted) || one.path("name").asString("").equalsIgnoreCase(wanted)) {
                return Optional.of(id);
            }
            Set<String> here = words(one.path("properties").path("displayName").asString(""));
            long shared = here.stream().filter(words::contains).count();
            double likeness = shared == 0 ? 0 : (double) shared / (here.size() + words.size() - shared);
            if (likeness > most) {
                most = likeness;
                best = id;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> word.length() > 1)
                .collect(Collectors.toSet());
    }

    private List<JsonNode> all(String path) {
        List<JsonNode> rows = new ArrayList<>();
        String next = path + "?" + VERSION;
        for (int page = 0; page < MOST_PAGES && !next.isEmpty(); page++) {
            JsonNode body = connection
                    .send(withAuxiliary(Call.get(MicrosoftService.AZURE, tenant, next)))
                    .body();
            if (!body.path("value").isArray()) {
                throw new CallFailed(CallFailed.Reason.UNREADABLE, "Azure answered a list that is none");
            }
            body.path("value").forEach(rows::add);
            next = body.path("nextLink").asString("");
        }
        return rows;
    }

    private Optional<JsonNode> read(String path) {
        JsonNode body;
        try {
            body = connection
                    .send(withAuxiliary(Call.get(MicrosoftService.AZURE, tenant, path + "?" + VERSION)))
                    .body();
        } catch (CallFailed failed) {
            if (failed.status() == 404) {
                return Optional.empty();
            }
            throw failed;
        }
        if (!body.path("properties").isObject()) {
            throw new CallFailed(CallFailed.Reason.UNREADABLE, "Azure answered something of another shape");
        }
        return Optional.of(body);
    }

    private Reply put(String path, JsonNode body) {
        return connection.send(withAuxiliary(Call.put(MicrosoftService.AZURE, tenant, path + "?" + VERSION, body)));
    }

    private Call withAuxiliary(Call call) {
        return tenant.equalsIgnoreCase(connection.tenantId()) ? call : call.alsoFor(connection.tenantId());
    }

    private static Duration wait(Reply reply) {
        return reply.header("retry-after")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(USUAL_WAIT);
    }

    private static Told told(JsonNode body) {
        JsonNode properties = body.path("properties");
        String number = properties.path("supportTicketId").asString("");
        if (number.isBlank() || number.length() > 64) {
            throw new CallFailed(CallFailed.Reason.UNREADABLE, "Azure answered a case without a number");
        }
        JsonNode agreement = properties.path("serviceLevelAgreement");
        return new Told(
                body.path("name").asString(""),
                number,
                properties.path("status").asString(""),
                time(properties.path("modifiedDate")),
                time(agreement.path("expirationTime")),
                agreement.path("slaMinutes").isNumber()
                        ? Integer.valueOf(agreement.path("slaMinutes").intValue())
                        : null);
    }

    /** Some of Microsoft's times lack their zone; they are in UTC. The year 1 says that there is none. */
    static @Nullable Instant time(JsonNode node) {
        String text = node.asString("");
        if (text.isEmpty() || text.startsWith("0001-")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$") ? text : text + "Z")
                    .toInstant();
        } catch (DateTimeParseException odd) {
            return null;
        }
    }

    // "highestcriticalimpact" is for Premier customers alone. Source: Azure Support, severity
    private static String severity(String ours) {
        return switch (ours) {
            case "A" -> "critical";
            case "B" -> "moderate";
            default -> "minimal";
        };
    }

    private static String description(CaseToFile wanted) {
        StringBuilder text = new StringBuilder(wanted.field("description"));
        add(text, "Business impact", wanted.field("impact"));
        add(text, "Began", wanted.field("startTime"));
        add(text, "Tried so far", wanted.field("stepsTried"));
        add(text, "Service health incident", wanted.field("incidentId"));
        add(text, "Contact around the clock", wanted.field("contact24x7"));
        add(text, "Our reference", wanted.ticket());
        return text.toString();
    }

    private static void add(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append("\n\n").append(label).append(": ").append(value);
        }
    }

    private static ObjectNode contact(CaseToFile wanted) {
        ObjectNode contact = JSON.createObjectNode();
        String name = wanted.contactName().strip();
        int space = name.lastIndexOf(' ');
        contact.put("firstName", space < 0 ? name : name.substring(0, space));
        contact.put("lastName", space < 0 ? name : name.substring(space + 1));
        String phone = wanted.field("phone");
        // a critical case asks for a phone number, and is called about
        boolean call = wanted.severity().equals("A") && !phone.isEmpty();
        contact.put("preferredContactMethod", call ? "phone" : "email");
        contact.put("primaryEmailAddress", wanted.contactMail());
        if (!phone.isEmpty()) {
            contact.put("phoneNumber", phone);
        }
        // a Windows name of a zone; all times of the case are in it
        contact.put("preferredTimeZone", "UTC");
        contact.put("country", alpha3(wanted.country()));
        contact.put("preferredSupportLanguage", wanted.language().equals("en") ? "en-US" : wanted.language());
        return contact;
    }

    private static String alpha3(String country) {
        try {
            return Locale.of("", country).getISO3Country().toLowerCase(Locale.ROOT);
        } catch (MissingResourceException unknown) {
            return country;
        }
    }

    private static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
