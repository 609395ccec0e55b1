package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.MicrosoftService;

/** A tenant's Graph, or an Azure subscription of a tenant, whose health is read. */
record HealthTarget(String connection, MicrosoftService service, String tenantId, String id) {

    static HealthTarget graph(String connection, String tenant) {
        return new HealthTarget(connection, MicrosoftService.GRAPH, tenant, "graph:" + tenant);
    }

    static HealthTarget azure(String connection, String tenant, String subscription) {
        return new HealthTarget(connection, MicrosoftService.AZURE, tenant, "azure:" + subscription);
    }

    /** The tenant or the subscription. */
    String what() {
        return id.substring(id.indexOf(':') + 1);
    }
}
