package dev.signalbox.web.newticket;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.messaging.Schemas;
import dev.signalbox.messaging.TicketRequests;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Codes;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Reaction;
import dev.signalbox.workflow.TicketRequest;
import dev.signalbox.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A new ticket, while the caller is on the phone. */
@Controller
class NewTicketController {

    private final Workflow workflow;
    private final Schemas schemas;
    private final Customers customers;
    private final CustomerAccess access;
    private final Besides besides;
    private final Races races;
    private final Frames frames;
    private final Words words;
    private final JsonMapper json;

    NewTicketController(
            Workflow workflow,
            Schemas schemas,
            Customers customers,
            CustomerAccess access,
            Besides besides,
            Races races,
            Frames frames,
            Words words,
            JsonMapper json) {
        this.workflow = workflow;
        this.schemas = schemas;
        this.customers = customers;
        this.access = access;
        this.besides = besides;
        this.races = races;
        this.frames = frames;
        this.words = words;
        this.json = json;
    }

    @GetMapping("/tickets/new")
    String empty(Caller caller, Model model, @RequestParam(defaultValue = "") String customer) {
        return page(
                caller,
                model,
                Map.of("businessImpact", "UNKNOWN", "environment", "PRODUCTION", "customerId", customer),
                List.of());
    }

    @PostMapping("/tickets/new")
    String file(Caller caller, Model model, @RequestParam Map<String, String> form) {
        caller.needs(Action.REQUEST_TICKET);
        try {
            ObjectNode request = request(caller, form);
            schemas.check(TicketRequests.TYPE, request);
            TicketRequest wanted = TicketRequests.read(request, caller.source(), null);
            access.mayRequest(caller, wanted);
            Reaction reaction = caller.doing(null, () -> races.settle(() -> workflow.requested(wanted)));
            return "redirect:/tickets/" + reaction.ticket();
        } catch (Refused refused) {
            return page(caller, model, form, refused.problems());
        }
    }

    private ObjectNode request(Caller caller, Map<String, String> form) {
        ObjectNode request = json.createObjectNode();
        for (String field :
                List.of("title", "description", "reportedCategory", "productFamily", "businessImpact", "environment")) {
            put(request, field, form.get(field));
        }
        String own = caller.customerId();
        put(request, "customerId", own == null ? form.get("customerId") : own);
        request.put("commit24x7", "true".equals(form.get("commit24x7")));
        String name = form.getOrDefault("contactName", "");
        String email = form.getOrDefault("contactEmail", "");
        if (!name.isBlank() || !email.isBlank()) {
            ObjectNode contact = request.putObject("contact");
            put(contact, "name", name);
            put(contact, "email", email);
            put(contact, "phone", form.get("contactPhone"));
        }
        return request;
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            node.put(field, value.replace("\r\n", "\n"));
        }
    }

    private String page(Caller caller, Model model, Map<String, String> form, List<Problem> problems) {
        caller.needs(Action.REQUEST_TICKET);
        model.addAttribute("frame", frames.of(caller, "new", null));
        model.addAttribute("form", form);
        model.addAttribute("wrong", !problems.isEmpty());
        model.addAttribute(
                "problems",
                problems.stream()
                        .collect(Collectors.groupingBy(
                                problem -> input(problem.field()),
                                Collectors.mapping(words::problem, Collectors.toList()))));
        String known = caller.customerId() == null ? form.getOrDefault("customerId", "") : caller.customerId();
        model.addAttribute("beside", access.find(caller, known).map(besides::of).orElse(null));
        model.addAttribute("ownCustomer", caller.customerId() != null);
        model.addAttribute(
                "customers",
                caller.customerId() != null
                        ? List.of()
                        : customers.page(caller.partnerId(), null, 0, 1_000).stream()
                                .map(one -> new Choice(one.id(), label(one)))
                                .toList());
        model.addAttribute("categories", choices("category", Codes.CATEGORIES));
        model.addAttribute("families", choices("family", Codes.FAMILIES));
        model.addAttribute("impacts", choices("impact", List.of("UNKNOWN", "SIGNIFICANT", "MODERATE", "MINIMAL")));
        model.addAttribute("environments", choices("environment", Arrays.asList("PRODUCTION", "NON_PRODUCTION")));
        return "newticket/new";
    }

    /** The input that shows a field of the request: {@code contact.email} is {@code contactEmail}. */
    private static String input(String field) {
        String[] parts = field.split("[./]");
        return parts.length == 2 && !parts[1].isEmpty()
                ? parts[0] + Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1)
                : field;
    }

    private static String label(Customer customer) {
        return customer.name() + " (" + customer.id() + ")";
    }

    private List<Choice> choices(String group, List<String> codes) {
        return codes.stream()
                .map(code -> new Choice(code, words.code(group, code)))
                .toList();
    }

    record Choice(String value, String label) {}
}
