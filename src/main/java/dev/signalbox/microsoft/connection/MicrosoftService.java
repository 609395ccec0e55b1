package dev.signalbox.microsoft.connection;

import java.net.URI;

/** The services we call, with their usual address and the resource that tokens are asked for. */
public enum MicrosoftService {
    GRAPH("https://graph.microsoft.com"),
    AZURE("https://management.azure.com"),
    PARTNER_CENTER("https://api.partnercenter.microsoft.com");

    private final String resource;

    MicrosoftService(String resource) {
        this.resource = resource;
    }

    URI usualUrl() {
        return URI.create(resource);
    }

    String resource() {
        return resource;
    }
}
