package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftService;
import dev.signalbox.microsoft.connection.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Tries each service of each configured partner tenant with one harmless read, and says what is in the way. */
@Component
public class MicrosoftCheck {

    private static final Duration BEARABLE_SKEW = Duration.ofMinutes(2);

    private final Connections connections;
    private final HealthTargets targets;
    private final Clock machine;

    @Autowired
    MicrosoftCheck(Connections connections, HealthTargets targets) {
        // signatures and tokens go by the machine's time, whatever the demo did to the product's
        this(connections, targets, Clock.systemUTC());
    }

    MicrosoftCheck(Connections connections, HealthTargets targets, Clock machine) {
        this.connections = connections;
        this.targets = targets;
        this.machine = machine;
    }

    /**
     * What was found of one service. {@code reachable} and {@code authorised} are null where it was not got that far;
     * the skew is how far the service's clock is ahead of ours.
     */
    public record Finding(
            String connection,
            String partnerId,
            MicrosoftService service,
            String url,
            String asked,
            @Nullable Boolean reachable,
            @Nullable Boolean authorised,
            List<String> missingPermissions,
            @Nullable Long skewSeconds,
            @Nullable String problem) {

        public boolean good() {
            return problem == null;
        }
    }

    public List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        for (Connection connection : connections.all()) {
            List<HealthTarget> known = targets.of(connection);
            findings.add(graph(connection, known));
            findings.add(relationships(connection));
            findings.add(azure(connection, known));
            findings.add(partnerCenter(connection));
        }
        return findings;
    }

    private Finding graph(Connection connection, List<HealthTarget> known) {
        String tenant =
                first(known, MicrosoftService.GRAPH).map(HealthTarget::tenantId).orElse(connection.tenantId());
        return tried(
                connection,
                MicrosoftService.GRAPH,
                "tenant " + tenant,
                "ServiceHealth.Read.All (application)",
                Call.get(MicrosoftService.GRAPH, tenant, "/v1.0/admin/serviceAnnouncement/healthOverviews"));
    }

    private Finding azure(Connection connection, List<HealthTarget> known) {
        Optional<HealthTarget> target = first(known, MicrosoftService.AZURE);
        if (target.isEmpty()) {
            return signIn(connection, MicrosoftService.AZURE);
        }
        String today = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT)
                .format(machine.instant().atOffset(ZoneOffset.UTC));
        return tried(
                connection,
                MicrosoftService.AZURE,
                "subscription " + target.get().what(),
                "Reader on subscription " + target.get().what(),
                Call.get(
                        MicrosoftService.AZURE,
                        target.get().tenantId(),
                        "/subscriptions/%s/providers/Microsoft.ResourceHealth/events?api-version=2025-05-01&queryStartTime=%s"
                                .formatted(target.get().what(), today)));
    }

    private Finding relationships(Connection connection) {
        return tried(
                connection,
                MicrosoftService.GRAPH,
                "delegated admin relationships of tenant " + connection.tenantId(),
                "DelegatedAdminRelationship.Read.All (application)",
                Call.get(
                        MicrosoftService.GRAPH,
                        connection.tenantId(),
                        "/v1.0/tenantRelationships/delegatedAdminRelationships"));
    }

    private Finding partnerCenter(Connection connection) {
        return connection.hasPartnerCenterUser()
                ? tried(
                        connection,
                        MicrosoftService.PARTNER_CENTER,
                        "service requests of tenant " + connection.tenantId(),
                        "a user with the role Admin agent",
                        Call.get(
                                MicrosoftService.PARTNER_CENTER,
                                connection.tenantId(),
                                "/v1/servicerequests?size=1&offset=0"))
                : signIn(connection, MicrosoftService.PARTNER_CENTER);
    }

    private static Optional<HealthTarget> first(List<HealthTarget> known, MicrosoftService service) {
        return known.stream().filter(target -> target.service() == service).findFirst();
    }

    /** A token only, where there is nothing to read. */
    private static Finding signIn(Connection connection, MicrosoftService service) {
        String asked = "a token of tenant " + connection.tenantId();
        try {
            connection.token(connection.tenantId(), service);
            return finding(connection, service, asked, true, true, List.of(), null, null);
        } catch (CallFailed failed) {
            return failed(connection, service, asked, "", failed);
        }
    }

    private Finding tried(Connection connection, MicrosoftService service, String asked, String permission, Call call) {
        try {
            Reply reply = connection.send(call);
            Long skew = skew(reply.date());
            String problem = skew != null && Math.abs(skew) > BEARABLE_SKEW.toSeconds()
                    ? "The clocks differ by %d seconds; tokens may be refused. Set this machine's clock."
                            .formatted(skew)
                    : null;
            return finding(connection, service, asked, true, true, List.of(), skew, problem);
        } catch (CallFailed failed) {
            return failed(connection, service, asked, permission, failed);
        }
    }

    private @Nullable Long skew(@Nullable Instant theirs) {
        return theirs == null
                ? null
                : Duration.between(machine.instant(), theirs).toSeconds();
    }

    private static Finding failed(
            Connection connection, MicrosoftService service, String asked, String permission, CallFailed failed) {
        String problem = String.valueOf(failed.getMessage());
        return switch (failed.reason()) {
            case UNREACHABLE -> finding(connection, service, asked, false, null, List.of(), null, problem);
            case UNAUTHORISED -> finding(connection, service, asked, true, false, List.of(), null, problem);
            case FORBIDDEN -> finding(connection, service, asked, true, true, List.of(permission), null, problem);
            case THROTTLED, REFUSED, BROKEN, UNREADABLE ->
                finding(connection, service, asked, true, null, List.of(), null, problem);
            case RESTING -> finding(connection, service, asked, null, null, List.of(), null, problem);
        };
    }

    private static Finding finding(
            Connection connection,
            MicrosoftService service,
            String asked,
            @Nullable Boolean reachable,
            @Nullable Boolean authorised,
            List<String> missing,
            @Nullable Long skew,
            @Nullable String problem) {
        return new Finding(
                connection.name(),
                connection.partnerId(),
                service,
                connection.url(service).toString(),
                asked,
                reachable,
                authorised,
                missing,
                skew,
                problem);
    }
}
