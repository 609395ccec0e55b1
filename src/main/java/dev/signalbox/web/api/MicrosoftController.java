package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.microsoft.HealthPoll;
import dev.signalbox.microsoft.HealthPolls;
import dev.signalbox.microsoft.MicrosoftCheck;
import dev.signalbox.microsoft.MicrosoftCheck.Finding;
import dev.signalbox.microsoft.PartnerNotice;
import dev.signalbox.microsoft.PartnerNotices;
import dev.signalbox.microsoft.connection.Signatures;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the connections to Microsoft do. */
@RestController
@RequestMapping("/api/microsoft")
class MicrosoftController {

    private static final Logger LOG = LoggerFactory.getLogger(MicrosoftController.class);
    private static final int MOST = 200;
    private static final int LARGEST_NOTICE = 64 * 1024;

    private final MicrosoftCheck check;
    private final HealthPolls polls;
    private final PartnerNotices notices;
    private final Signatures signatures;

    MicrosoftController(MicrosoftCheck check, HealthPolls polls, PartnerNotices notices, Signatures signatures) {
        this.check = check;
        this.polls = polls;
        this.notices = notices;
        this.signatures = signatures;
    }

    /** Asks every configured service once, now; and the tenants whose health cannot be read. */
    @GetMapping("/check")
    CheckView check(Caller caller) {
        caller.needs(Action.CHECK_MICROSOFT);
        List<Finding> findings = check.all();
        return new CheckView(findings.stream().allMatch(Finding::good), findings, polls.failing(MOST));
    }

    record CheckView(boolean good, List<Finding> services, List<HealthPoll> failing) {}

    /**
     * Takes what Partner Center tells by webhook for the connection of this name. Whoever cannot sign as Microsoft learns
     * nothing, not even which connections there are; what was taken is followed up afterwards.
     */
    @PostMapping("/partner-center/{connection}")
    ResponseEntity<?> told(
            @PathVariable String connection,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = "X-MS-Signature", required = false) @Nullable String signature,
            @RequestHeader(name = "X-MS-Certificate-Url", required = false) @Nullable String certificate,
            @RequestHeader(name = "X-MS-Signature-Algorithm", required = false) @Nullable String algorithm,
            @RequestBody(required = false) byte @Nullable [] body) {
        byte[] content = body == null ? new byte[0] : body;
        // registered to sign in a header of its own, it leaves Authorization to others
        String signed = signature == null ? authorization : "Signature " + signature;
        if (content.length > LARGEST_NOTICE || !notices.knows(connection)) {
            return refused(HttpStatus.UNAUTHORIZED, "Not signed by Partner Center");
        }
        try {
            signatures.check(signed, certificate, algorithm, content);
            notices.keep(connection, content);
            return ResponseEntity.accepted().build();
        } catch (Signatures.NotSigned forged) {
            LOG.warn("A webhook for {} is refused: {}", connection, forged.getMessage());
            return refused(HttpStatus.UNAUTHORIZED, "Not signed by Partner Center");
        } catch (Signatures.CannotTell away) {
            LOG.warn("A webhook for {} cannot be checked now: {}", connection, away.getMessage());
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "The signature cannot be checked now, try again");
        } catch (PartnerNotices.Unreadable unreadable) {
            return refused(HttpStatus.BAD_REQUEST, String.valueOf(unreadable.getMessage()));
        }
    }

    private static ResponseEntity<ProblemDetail> refused(HttpStatus status, String detail) {
        return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, detail));
    }

    /** What Partner Center told, the latest first, and what became of each. */
    @GetMapping("/notices")
    Page<PartnerNotice> notices(
            Caller caller, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.CHECK_MICROSOFT);
        return notices.page(caller.partnerId(), new Paging(page, size).page(), size);
    }
}
