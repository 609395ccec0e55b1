package dev.signalbox.web.api;

import dev.signalbox.masterdata.Kind;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.masterdata.Masterdata;
import dev.signalbox.masterdata.Scope;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The partner's own data, one item at a time. Putting is repeatable: the same id and fields change nothing. */
@RestController
@RequestMapping("/api")
class MasterdataController {

    /** Kinds whose list and item have no richer answer elsewhere. */
    private static final String READ =
            "/{kind:partners|contacts|calendars|calendar-uses|contracts|deliveries|subscriptions|support-plans|"
                    + "delegated-access|teams|queues|text-modules|agents|on-call-shifts|service-accounts}";

    private static final String WRITTEN =
            "/{kind:partners|customers|contacts|calendars|calendar-uses|contracts|deliveries|subscriptions|"
                    + "support-plans|delegated-access|teams|queues|text-modules|agents|on-call-shifts|service-accounts}";

    private final Masterdata masterdata;
    private final Races races;
    private final JsonMapper json;

    MasterdataController(Masterdata masterdata, Races races, JsonMapper json) {
        this.masterdata = masterdata;
        this.races = races;
        this.json = json;
    }

    static Scope scope(Caller caller) {
        return new Scope(caller.account(), caller.role(), caller.partnerId());
    }

    @PutMapping(WRITTEN + "/{externalId}")
    ResponseEntity<Map<String, @Nullable Object>> put(
            Caller caller, @PathVariable String kind, @PathVariable String externalId, @RequestBody JsonNode body) {
        Kind wanted = known(kind);
        caller.needs(wanted.managedWith());
        if (!body.isObject()) {
            throw new Refused("body", "a JSON object", body.getNodeType());
        }
        Map<String, Object> given = json.treeToValue(body, new TypeReference<LinkedHashMap<String, Object>>() {});
        Object inBody = given.remove("externalId");
        if (inBody != null && !inBody.equals(externalId)) {
            throw new Refused("externalId", externalId + ", as in the path", inBody);
        }
        Masterdata.Put put = caller.doing(
                        null, () -> races.again(() -> masterdata.put(scope(caller), wanted, externalId, given)))
                .orElseThrow(() -> new NotFound(wanted.singular() + " with this id"));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(put.item());
        answer.put("result", put.result());
        return ResponseEntity.status(put.result() == Masterdata.Result.NEW ? HttpStatus.CREATED : HttpStatus.OK)
                .body(answer);
    }

    @GetMapping(READ)
    Page<Map<String, @Nullable Object>> list(
            Caller caller,
            @PathVariable String kind,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Kind wanted = known(kind);
        caller.needs(wanted.seenWith());
        Paging paging = new Paging(page, size);
        return masterdata.page(scope(caller), wanted, q, customer, paging.page(), paging.size());
    }

    @GetMapping(READ + "/{externalId}")
    Map<String, @Nullable Object> item(Caller caller, @PathVariable String kind, @PathVariable String externalId) {
        Kind wanted = known(kind);
        caller.needs(wanted.seenWith());
        return masterdata
                .find(scope(caller), wanted, externalId)
                .orElseThrow(() -> new NotFound(wanted.singular() + " with this id"));
    }

    private static Kind known(String kind) {
        return Kinds.find(kind).orElseThrow(() -> new NotFound("kind of data"));
    }
}
