package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.microsoft.HealthPoll;
import dev.signalbox.microsoft.HealthPolls;
import dev.signalbox.microsoft.MicrosoftCheck;
import dev.signalbox.microsoft.MicrosoftCheck.Finding;
import dev.signalbox.web.security.Caller;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the connections to Microsoft do. */
@RestController
@RequestMapping("/api/microsoft")
class MicrosoftController {

    private static final int MOST = 200;

    private final MicrosoftCheck check;
    private final HealthPolls polls;

    MicrosoftController(MicrosoftCheck check, HealthPolls polls) {
        this.check = check;
        this.polls = polls;
    }

    /** Asks every configured service once, now; and the tenants whose health cannot be read. */
    @GetMapping("/check")
    CheckView check(Caller caller) {
        caller.needs(Action.CHECK_MICROSOFT);
        List<Finding> findings = check.all();
        return new CheckView(findings.stream().allMatch(Finding::good), findings, polls.failing(MOST));
    }

    record CheckView(boolean good, List<Finding> services, List<HealthPoll> failing) {}
}
