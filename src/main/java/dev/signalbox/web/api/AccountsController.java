package dev.signalbox.web.api;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Action;
import dev.signalbox.access.Role;
import dev.signalbox.access.ServiceAccount;
import dev.signalbox.access.ServiceAccounts;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Passwords of people and tokens of systems. What is secret is told once, when it is made. */
@RestController
@RequestMapping("/api")
class AccountsController {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Accounts accounts;
    private final ServiceAccounts services;

    AccountsController(Accounts accounts, ServiceAccounts services) {
        this.accounts = accounts;
        this.services = services;
    }

    @PostMapping("/account/password")
    ResponseEntity<Void> choose(Caller caller, @RequestBody JsonNode body) {
        Account account = accounts.find(caller.account())
                .filter(known -> caller.service() == null)
                .orElseThrow(() -> new AccessDeniedException("Service accounts have tokens, not passwords"));
        Fields fields = new Fields(body);
        String password = fields.text("password", 200);
        fields.done();
        caller.doing(null, () -> {
            accounts.choosePassword(account, password);
            return account;
        });
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/agents/{id}/one-time-password")
    ResponseEntity<Map<String, String>> oneTime(Caller caller, @PathVariable String id) {
        caller.needs(Action.MANAGE_ACCOUNTS);
        Account account = accounts.find(id)
                .filter(known -> caller.reaches(known.partnerId(), known.customerId()))
                .orElseThrow(() -> new NotFound("agent with this id"));
        if (account.role() == Role.OPERATOR && caller.role() != Role.OPERATOR) {
            throw new AccessDeniedException("Only an operator gives an operator a password");
        }
        return once(Map.of(
                "externalId", id, "oneTimePassword", caller.doing(null, () -> accounts.oneTimePassword(account))));
    }

    @GetMapping("/service-accounts/{id}/tokens")
    Page<ServiceAccounts.Token> tokens(Caller caller, @PathVariable String id) {
        List<ServiceAccounts.Token> tokens = services.tokens(service(caller, id).id());
        return new Page<>(tokens, 0, Math.max(200, tokens.size()), tokens.size());
    }

    @PostMapping("/service-accounts/{id}/tokens")
    ResponseEntity<TokenMade> issue(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        ServiceAccount service = service(caller, id);
        Fields fields = new Fields(body);
        String wanted = fields.maybeText("expiresIn", 20);
        fields.done();
        Duration lasts = lasts(wanted == null ? "P90D" : wanted);
        ServiceAccounts.Issued issued = caller.doing(null, () -> services.issue(service, lasts));
        return once(new TokenMade(issued.id(), issued.secret(), issued.expiresAt()));
    }

    @DeleteMapping("/service-accounts/{id}/tokens/{token}")
    ResponseEntity<Void> revoke(Caller caller, @PathVariable String id, @PathVariable String token) {
        ServiceAccount service = service(caller, id);
        if (!caller.doing(null, () -> services.revoke(service, token))) {
            throw new NotFound("token with this id");
        }
        return ResponseEntity.noContent().build();
    }

    private ServiceAccount service(Caller caller, String id) {
        caller.needs(Action.MANAGE_ACCOUNTS);
        return services.find(id)
                .filter(known -> caller.reaches(known.partnerId(), null))
                .orElseThrow(() -> new NotFound("service account with this id"));
    }

    private static Duration lasts(String wanted) {
        try {
            Duration lasts = Duration.parse(wanted);
            if (lasts.isPositive() && lasts.compareTo(LONGEST) <= 0) {
                return lasts;
            }
        } catch (DateTimeParseException noDuration) {
            // refused below
        }
        throw new Refused("expiresIn", "a duration of at most " + LONGEST.toDays() + " days, such as P90D", wanted);
    }

    private static <T> ResponseEntity<T> once(T secret) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Cache-Control", "no-store")
                .body(secret);
    }

    record TokenMade(String id, String token, Instant expiresAt) {}
}
