package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connections;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a ticket's case can be filed, and read, by one of Microsoft's APIs. */
@Component
public class ApiReach {

    private final Connections connections;
    private final MicrosoftCases cases;

    ApiReach(Connections connections, MicrosoftCases cases) {
        this.connections = connections;
        this.cases = cases;
    }

    public boolean connected(long ticket, String partnerId, @Nullable String productFamily, @Nullable String vehicle) {
        boolean partnerRequest = "COMMERCIAL".equals(vehicle) || "PARTNER_CENTER".equals(productFamily);
        if (partnerRequest) {
            return connections
                    .of(partnerId)
                    .map(Connection::hasPartnerCenterUser)
                    .orElse(false);
        }
        return "AZURE".equals(productFamily) && connections.of(partnerId).isPresent() && !cases.apiRefused(ticket);
    }
}
