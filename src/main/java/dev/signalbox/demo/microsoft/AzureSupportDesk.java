package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Azure's support requests. Fields and paths: azure-rest-api-specs, specification/support/resource-manager/
 * Microsoft.Support/Support, stable 2024-04-01 and its examples (SupportTickets_Create, Communications_Create,
 * ...CheckNameAvailability, FileWorkspaces_Create, Files_Create, Files_Upload). Refusals: Azure REST API, support (prerequisites); azure-sdk-for-net issue 24662.
 */
public final class AzureSupportDesk implements Part {

    private static final Set<String> VERSIONS = Set.of("2020-04-01", "2024-04-01");
    private static final String SCOPE = "/subscriptions/([^/]+)/providers/Microsoft\\.Support";
    private static final List<String> NEEDED = List.of(
            "description",
            "problemClassificationId",
            "severity",
            "advancedDiagnosticConsent",
            "contactDetails",
            "title",
            "serviceId");
    private static final List<String> CONTACT_NEEDED = List.of(
            "firstName",
            "lastName",
            "preferredContactMethod",
            "primaryEmailAddress",
            "preferredTimeZone",
            "country",
            "preferredSupportLanguage");
    private static final Set<String> SEVERITIES = Set.of("minimal", "moderate", "critical", "highestcriticalimpact");
    private static final Map<String, Integer> RESPONSE_MINUTES =
            Map.of("critical", 60, "moderate", 120, "minimal", 240);
    private static final Set<String> LARGE_PLANS = Set.of("Professional Direct", "Premier", "Unified");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Clock clock;
    private final Directory directory;
    private final Map<String, String> plans = new ConcurrentHashMap<>();
    private final Map<String, String> partners = new ConcurrentHashMap<>();
    private final Map<String, Ticket> tickets = new ConcurrentSkipListMap<>();
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Upload>> workspaces = new ConcurrentHashMap<>();
    private final AtomicInteger created = new AtomicInteger();
    private volatile Duration takes = Duration.ZERO;
    private volatile int retryAfterSeconds = 1;

    public AzureSupportDesk(SimulatedMicrosoft microsoft) {
        this.clock = microsoft.clock();
        this.directory = microsoft.directory();
    }

    private record Ticket(
            String key, String name, ObjectNode properties, List<ObjectNode> messages, Instant visibleAt) {}

    private record Operation(String ticketKey, Instant doneAt) {}

    /** The support plan of the subscription: {@code Cloud Solution Provider}, {@code Professional Direct} and so on. */
    public AzureSupportDesk plan(String subscription, String plan) {
        plans.put(key(subscription), plan);
        return this;
    }

    /** Requests for the subscription need a second token, of the partner's own tenant. */
    public AzureSupportDesk onBehalf(String subscription, String partnerTenant) {
        partners.put(key(subscription), key(partnerTenant));
        return this;
    }

    /** How long a create takes after it was accepted, and what it tells the client to wait. */
    public AzureSupportDesk createTakes(Duration duration, int retryAfter) {
        takes = duration;
        retryAfterSeconds = retryAfter;
        return this;
    }

    /** How many cases were really made. */
    public int created() {
        return created.get();
    }

    /** The names of all cases. */
    public List<String> names() {
        return tickets.values().stream().map(Ticket::name).toList();
    }

    /** A case that stood before this Microsoft was started. */
    public AzureSupportDesk knows(String subscription, String name, String number) {
        ObjectNode properties = JSON.createObjectNode();
        properties.put("title", name);
        properties.put("status", "Open");
        properties.put("supportTicketId", number);
        properties.put("createdDate", clock.instant().toString());
        properties.put("modifiedDate", clock.instant().toString());
        tickets.putIfAbsent(
                ticketKey(subscription, name),
                new Ticket(
                        ticketKey(subscription, name),
                        name,
                        properties,
                        new CopyOnWriteArrayList<>(),
                        clock.instant()));
        return this;
    }

    /** Whether the case is closed. */
    public boolean isClosed(String name) {
        return named(name).properties().path("status").asString("").equals("Closed");
    }

    /** Microsoft's engineer writes. */
    public void writes(String name, String body) {
        Ticket ticket = named(name);
        say(
                ticket,
                "msft-" + (ticket.messages().size() + 1),
                "engineer@microsoft.com",
                "inbound",
                "Your request",
                body);
        touch(ticket);
    }

    public void closes(String name) {
        Ticket ticket = named(name);
        ticket.properties().put("status", "Closed");
        touch(ticket);
    }

    /** What our side wrote into the case. */
    public List<String> ours(String name) {
        return named(name).messages().stream()
                .map(message -> message.path("properties"))
                .filter(message ->
                        message.path("communicationDirection").asString().equals("outbound"))
                .map(message -> message.path("body").asString())
                .toList();
    }

    private Ticket named(String name) {
        return tickets.values().stream()
                .filter(ticket -> ticket.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected a case " + name + ", found " + names()));
    }

    private void touch(Ticket ticket) {
        ticket.properties().put("modifiedDate", clock.instant().toString());
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/providers/Microsoft\\.Support/services", Api.AZURE, call -> services()),
                Route.of(
                        "GET",
                        "/providers/Microsoft\\.Support/services/([^/]+)/problemClassifications",
                        Api.AZURE,
                        this::classifications),
                Route.of("POST", SCOPE + "/checkNameAvailability", Api.AZURE, this::checkName),
                Route.of("PUT", SCOPE + "/supportTickets/([^/]+)", Api.AZURE, this::create),
                Route.of("GET", SCOPE + "/supportTickets/([^/]+)", Api.AZURE, this::read),
                Route.of("PUT", SCOPE + "/fileWorkspaces/([^/]+)", Api.AZURE, this::workspace),
                Route.of("PUT", SCOPE + "/fileWorkspaces/([^/]+)/files/([^/]+)", Api.AZURE, this::file),
                Route.of("POST", SCOPE + "/fileWorkspaces/([^/]+)/files/([^/]+)/upload", Api.AZURE, this::piece),
                Route.of("GET", SCOPE + "/operationsStatus/([^/]+)", Api.AZURE, this::operation),
                Route.of("GET", SCOPE + "/supportTickets/([^/]+)/communications", Api.AZURE, this::messages),
                Route.of("GET", SCOPE + "/supportTickets/([^/]+)/communications/([^/]+)", Api.AZURE, this::message),
                Route.of("PUT", SCOPE + "/supportTickets/([^/]+)/communications/([^/]+)", Api.AZURE, this::write));
    }

    private static final class Upload {
        private final int size;
        private final int pieces;
        private final Map<Integer, byte[]> taken = new ConcurrentSkipListMap<>();

        private Upload(int size, int pieces) {
            this.size = size;
            this.pieces = pieces;
        }

        private int bytes() {
            return taken.values().stream().mapToInt(piece -> piece.length).sum();
        }
    }

    /** The files of a workspace that came whole, by name. */
    public Map<String, Integer> files(String workspace) {
        Map<String, Integer> whole = new LinkedHashMap<>();
        workspaces.getOrDefault(key(workspace), Map.of()).forEach((name, upload) -> {
            if (upload.bytes() == upload.size) {
                whole.put(name, upload.size);
            }
        });
        return whole;
    }

    private Answer workspace(Route.Call call) {
        return refusal(call, "Microsoft.Support/fileWorkspaces/write", WRITERS).orElseGet(() -> {
            String name = call.path().group(2);
            workspaces.computeIfAbsent(key(name), workspace -> new ConcurrentSkipListMap<>());
            return Answer.json(
                    201,
                    Map.of(
                            "id",
                            call.request().path(),
                            "name",
                            name,
                            "type",
                            "Microsoft.Support/fileWorkspaces",
                            "properties",
                            Map.of("createdOn", clock.instant().toString())));
        });
    }

    private Answer file(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/fileWorkspaces/files/write", WRITERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        Map<String, Upload> workspace = workspaces.get(key(call.path().group(2)));
        if (workspace == null) {
            return Api.AZURE.refuse(404, "ResourceNotFound", "The file workspace was not found.");
        }
        JsonNode properties = call.request().json().path("properties");
        int size = properties.path("fileSize").asInt(0);
        int piece = properties.path("chunkSize").asInt(0);
        int pieces = properties.path("numberOfChunks").asInt(0);
        if (size < 1 || size > 5 * 1024 * 1024 || piece < 1 || piece > 2_621_440 || pieces < 1 || pieces > 2) {
            return Api.AZURE.refuse(
                    400, "InvalidFile", "Files have at most 5 MB, in at most two chunks of at most 2.5 MB.");
        }
        workspace.put(call.path().group(3), new Upload(size, pieces));
        return Answer.json(
                201,
                Map.of(
                        "id",
                        call.request().path(),
                        "name",
                        call.path().group(3),
                        "type",
                        "Microsoft.Support/fileWorkspaces/files",
                        "properties",
                        properties));
    }

    private Answer piece(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/fileWorkspaces/files/upload/action", WRITERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        Upload upload = workspaces
                .getOrDefault(key(call.path().group(2)), Map.of())
                .get(call.path().group(3));
        if (upload == null) {
            return Api.AZURE.refuse(404, "ResourceNotFound", "The file was not found.");
        }
        int index = call.request().json().path("chunkIndex").asInt(-1);
        byte[] content;
        try {
            content = Base64.getDecoder()
                    .decode(call.request().json().path("content").asString(""));
        } catch (IllegalArgumentException odd) {
            return Api.AZURE.refuse(400, "InvalidContent", "The content must be base64.");
        }
        if (index < 0 || index >= upload.pieces || content.length == 0) {
            return Api.AZURE.refuse(400, "InvalidChunk", "The chunk index or its content is not valid.");
        }
        upload.taken.put(index, content);
        return Answer.empty(204);
    }

    private static final Map<String, List<String>> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put(
                "Virtual Machine running Linux",
                List.of(
                        "Connectivity / Cannot connect to virtual machine by using RDP or SSH",
                        "Performance / High CPU"));
        SERVICES.put(
                "App Service (Web Apps)",
                List.of(
                        "Availability and Performance / Web app down or reporting errors",
                        "Networking / VNet integration"));
        SERVICES.put("SQL Database", List.of("Connection Issues / Cannot connect", "Performance / Slow queries"));
    }

    private static String serviceId(String name) {
        return "/providers/Microsoft.Support/services/" + guid(name);
    }

    private static String guid(String name) {
        return java.util
                .UUID
                .nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    private Answer services() {
        return Answer.ok(Map.of(
                "value",
                SERVICES.keySet().stream()
                        .map(name -> Map.of(
                                "id",
                                serviceId(name),
                                "name",
                                guid(name),
                                "type",
                                "Microsoft.Support/services",
                                "properties",
                                Map.of("displayName", name, "resourceTypes", List.of())))
                        .toList()));
    }

    private Answer classifications(Route.Call call) {
        String service = call.path().group(1);
        for (Map.Entry<String, List<String>> one : SERVICES.entrySet()) {
            if (guid(one.getKey()).equals(service)) {
                return Answer.ok(Map.of(
                        "value",
                        one.getValue().stream()
                                .map(name -> Map.of(
                                        "id",
                                        serviceId(one.getKey()) + "/problemClassifications/" + guid(name),
                                        "name",
                                        guid(name),
                                        "type",
                                        "Microsoft.Support/problemClassifications",
                                        "properties",
                                        Map.of("displayName", name)))
                                .toList()));
            }
        }
        return Api.AZURE.refuse(404, "ResourceNotFound", "The service was not found.");
    }

    private Optional<Answer> refusal(Route.Call call, String action, String... roles) {
        Request request = call.request();
        Optional<Answer> version = Azure.version(request.query().get("api-version"), VERSIONS);
        if (version.isPresent()) {
            return version;
        }
        String subscription = call.path().group(1);
        Optional<Answer> access = Azure.access(directory, call.caller(), subscription, action, roles);
        if (access.isPresent()) {
            return access;
        }
        String partner = partners.get(key(subscription));
        boolean named = partner == null
                || directory
                        .token(request.header("x-ms-authorization-auxiliary"), Api.AZURE)
                        .filter(token -> token.tenant().equals(partner))
                        .isPresent();
        return named
                ? Optional.empty()
                : Optional.of(Api.AZURE.refuse(
                        403,
                        "AuthorizationFailed",
                        "The auxiliary token of the partner tenant is missing or not valid."));
    }

    private Answer checkName(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/checkNameAvailability/action", WRITERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        String name = call.request().json().path("name").asString("");
        boolean taken = tickets.containsKey(ticketKey(call.path().group(1), name));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("nameAvailable", !taken);
        if (taken) {
            body.put("reason", "Name is already in use");
            body.put("message", "Name not available");
        }
        return Answer.ok(body);
    }

    private static final String[] WRITERS = {"Owner", "Contributor", "Support Request Contributor"};
    private static final String[] READERS = {"Owner", "Contributor", "Support Request Contributor", "Reader"};

    private Answer create(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/supportTickets/write", WRITERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        String subscription = call.path().group(1);
        String name = call.path().group(2);
        String plan = plans.getOrDefault(key(subscription), "Cloud Solution Provider");
        if (!LARGE_PLANS.contains(plan)) {
            return Api.AZURE.refuse(
                    403,
                    "InvalidSupportPlan",
                    "Your support plan type is CSP. To create technical support tickets by API you need access to our high tier support plans.");
        }
        JsonNode properties = call.request().json().path("properties");
        Optional<Answer> wrong = wrong(properties);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        String workspace = properties.path("fileWorkspaceName").asString("");
        if (!workspace.isEmpty() && !workspaces.containsKey(key(workspace))) {
            return Api.AZURE.refuse(400, "FileWorkspaceNotFound", "The file workspace was not found.");
        }
        String key = ticketKey(subscription, name);
        Instant now = clock.instant();
        Ticket made = new Ticket(key, name, kept(properties, plan, now), new CopyOnWriteArrayList<>(), now.plus(takes));
        if (tickets.putIfAbsent(key, made) != null) {
            return Api.AZURE.refuse(
                    409, "Conflict", "A support ticket with the name '%s' already exists.".formatted(name));
        }
        created.incrementAndGet();
        String operation = guid(key + now);
        operations.put(operation, new Operation(key, made.visibleAt()));
        String base = "http://" + call.request().header("host") + "/subscriptions/" + subscription
                + "/providers/Microsoft.Support/";
        return Answer.empty(202)
                .with("Azure-AsyncOperation", base + "operationsStatus/" + operation + "?api-version=2024-04-01")
                .with("Location", base + "operationResults/" + operation + "?api-version=2024-04-01")
                .with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    private static Optional<Answer> wrong(JsonNode properties) {
        List<String> missing = new ArrayList<>();
        NEEDED.stream()
                .filter(field -> properties.path(field).isMissingNode()
                        || properties.path(field).isNull())
                .forEach(missing::add);
        JsonNode contact = properties.path("contactDetails");
        CONTACT_NEEDED.stream()
                .filter(field -> contact.path(field).asString("").isBlank())
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            return bad("MissingRequiredParameter", "Required: " + String.join(", ", missing));
        }
        String severity = properties.path("severity").asString("").toLowerCase(Locale.ROOT);
        if (!SEVERITIES.contains(severity)) {
            return bad(
                    "InvalidSeverity", "Severity must be one of minimal, moderate, critical, highestcriticalimpact.");
        }
        String phone = contact.path("phoneNumber").asString("");
        boolean call = contact.path("preferredContactMethod").asString("").equalsIgnoreCase("phone");
        if (phone.isBlank() && (call || severity.contains("critical"))) {
            return bad("MissingPhoneNumber", "A phone number is required for phone contact and for critical severity.");
        }
        if (contact.path("country").asString("").length() != 3) {
            return bad("InvalidCountry", "Country must be an ISO 3166-1 alpha-3 code.");
        }
        if (properties.path("title").asString("").isBlank()) {
            return bad("InvalidTitle", "The title must not be empty.");
        }
        for (Map.Entry<String, List<String>> service : SERVICES.entrySet()) {
            if (serviceId(service.getKey())
                    .equalsIgnoreCase(properties.path("serviceId").asString(""))) {
                boolean known = service.getValue().stream().anyMatch(name -> (serviceId(service.getKey())
                                + "/problemClassifications/" + guid(name))
                        .equalsIgnoreCase(
                                properties.path("problemClassificationId").asString("")));
                return known
                        ? Optional.empty()
                        : bad(
                                "InvalidProblemClassificationId",
                                "The problem classification is not one of the service.");
            }
        }
        return bad("InvalidServiceId", "The service id is not known.");
    }

    private static Optional<Answer> bad(String code, String message) {
        return Optional.of(Api.AZURE.refuse(400, code, message));
    }

    private ObjectNode kept(JsonNode wanted, String plan, Instant now) {
        ObjectNode properties = (ObjectNode) wanted.deepCopy();
        String severity = wanted.path("severity").asString("").toLowerCase(Locale.ROOT);
        int minutes = RESPONSE_MINUTES.getOrDefault(severity, 15);
        properties.put("severity", severity);
        properties.put("status", "Open");
        properties.put("createdDate", now.toString());
        properties.put("modifiedDate", now.toString());
        properties.put("supportPlanType", plan);
        properties.put("supportPlanDisplayName", plan);
        properties.put("supportTicketId", "25112500400%05d".formatted(created.get() + 1));
        properties.putObject("supportEngineer").putNull("emailAddress");
        ObjectNode agreement = properties.putObject("serviceLevelAgreement");
        agreement.put("startTime", now.toString());
        agreement.put("expirationTime", now.plus(Duration.ofMinutes(minutes)).toString());
        agreement.put("slaMinutes", minutes);
        return properties;
    }

    private Answer operation(Route.Call call) {
        Operation operation = operations.get(call.path().group(2));
        if (operation == null) {
            return Api.AZURE.refuse(404, "OperationNotFound", "The operation was not found.");
        }
        boolean done = !operation.doneAt().isAfter(clock.instant());
        Answer answer = Answer.ok(Map.of("name", call.path().group(2), "status", done ? "Succeeded" : "InProgress"));
        return done ? answer : answer.with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    private Answer read(Route.Call call) {
        return refusal(call, "Microsoft.Support/supportTickets/read", READERS)
                .or(() -> shown(call).map(ticket -> Answer.ok(resource(call, ticket))))
                .orElseGet(AzureSupportDesk::notFound);
    }

    private Optional<Ticket> shown(Route.Call call) {
        return Optional.ofNullable(
                        tickets.get(ticketKey(call.path().group(1), call.path().group(2))))
                .filter(ticket -> !ticket.visibleAt().isAfter(clock.instant()));
    }

    private static Answer notFound() {
        return Api.AZURE.refuse(404, "ResourceNotFound", "The support ticket was not found.");
    }

    private static Map<String, Object> resource(Route.Call call, Ticket ticket) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", call.request().path());
        body.put("name", ticket.name());
        body.put("type", "Microsoft.Support/supportTickets");
        body.put("properties", ticket.properties());
        return body;
    }

    private Answer messages(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/supportTickets/communications/read", READERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Ticket> ticket = shown(call);
        if (ticket.isEmpty()) {
            return notFound();
        }
        int skip;
        try {
            skip = Integer.parseInt(call.request().query().getOrDefault("$skiptoken", "0"));
        } catch (NumberFormatException wrong) {
            return Api.AZURE.refuse(400, "BadRequest", "Invalid $skiptoken.");
        }
        List<ObjectNode> all = ticket.get().messages();
        List<ObjectNode> page = all.stream().skip(skip).limit(10).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("value", page);
        if (skip + page.size() < all.size()) {
            body.put("nextLink", Links.next(call.request(), "$skiptoken", Integer.toString(skip + page.size())));
        }
        return Answer.ok(body);
    }

    private Answer message(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/supportTickets/communications/read", READERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        return shown(call)
                .flatMap(ticket -> find(ticket, call.path().group(3)))
                .map(Answer::ok)
                .orElseGet(AzureSupportDesk::notFound);
    }

    private static Optional<ObjectNode> find(Ticket ticket, String name) {
        return ticket.messages().stream()
                .filter(message -> message.path("name").asString("").equals(name))
                .findFirst();
    }

    private Answer write(Route.Call call) {
        Optional<Answer> refused = refusal(call, "Microsoft.Support/supportTickets/communications/write", WRITERS);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Ticket> ticket = shown(call);
        if (ticket.isEmpty()) {
            return notFound();
        }
        String name = call.path().group(3);
        JsonNode properties = call.request().json().path("properties");
        String subject = properties.path("subject").asString("");
        String body = properties.path("body").asString("");
        String sender = properties.path("sender").asString("");
        if (subject.isBlank() || body.isBlank() || call.caller().user() == null && sender.isBlank()) {
            return Api.AZURE.refuse(
                    400, "MissingRequiredParameter", "Required: subject, body, and sender for service principals");
        }
        if (find(ticket.get(), name).isPresent()) {
            return Api.AZURE.refuse(409, "Conflict", "A communication with this name already exists.");
        }
        // a message re-opens a closed case
        ticket.get().properties().put("status", "Open");
        ObjectNode said = say(ticket.get(), name, sender, "outbound", subject, body);
        touch(ticket.get());
        return Answer.ok(said);
    }

    private ObjectNode say(
            Ticket ticket, String name, @Nullable String sender, String direction, String subject, String body) {
        ObjectNode message = JSON.createObjectNode();
        message.put("name", name);
        message.put("type", "Microsoft.Support/communications");
        ObjectNode properties = message.putObject("properties");
        properties.put("communicationType", "web");
        properties.put("communicationDirection", direction);
        properties.put("sender", sender);
        properties.put("subject", subject);
        properties.put("body", body);
        properties.put("createdDate", clock.instant().toString());
        ticket.messages().add(message);
        return message;
    }

    private static String ticketKey(String subscription, String name) {
        return key(subscription) + "/" + key(name);
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
