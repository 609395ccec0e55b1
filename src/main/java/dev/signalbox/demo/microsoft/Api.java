package dev.signalbox.demo.microsoft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The services that take tokens, each with its own audience and its own shape of an error. */
public enum Api {
    // microsoft-graph-docs-contrib: concepts/errors.md
    GRAPH("https://graph.microsoft.com", "https://microsoftgraph.chinacloudapi.cn") {
        @Override
        public Answer refuse(int status, String code, String message) {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("request-id", UUID.randomUUID().toString());
            return Answer.json(status, Map.of("error", Map.of("code", code, "message", message, "innerError", inner)));
        }

        @Override
        Answer unauthenticated(boolean expired) {
            return refuse(
                    401,
                    "InvalidAuthenticationToken",
                    expired
                            ? "Lifetime validation failed, the token is expired."
                            : "Access token is empty or invalid.");
        }
    },
    // azure-rest-api-specs: specification/common-types/resource-management, ErrorResponse
    AZURE(
            "https://management.azure.com",
            "https://management.core.windows.net/",
            "https://management.chinacloudapi.cn") {
        @Override
        public Answer refuse(int status, String code, String message) {
            return Answer.json(status, Map.of("error", Map.of("code", code, "message", message)));
        }

        @Override
        Answer unauthenticated(boolean expired) {
            Answer refused = expired
                    ? refuse(401, "ExpiredAuthenticationToken", "The access token expiry is earlier than current time.")
                    : refuse(401, "AuthenticationFailed", "Authentication failed.");
            return refused.with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
    },
    // partner-center-sdk: develop/error-codes.md and partner-center-rest-headers.md
    PARTNER_CENTER("https://api.partnercenter.microsoft.com", "https://partner.partnercenterapi.microsoftonline.cn") {
        @Override
        public Answer refuse(int status, String code, String message) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("code", code);
            body.put("description", message);
            body.put("data", List.of());
            body.put("source", "PartnerFD");
            return Answer.json(status, body);
        }

        @Override
        Answer unauthenticated(boolean expired) {
            return Answer.empty(401).with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
    };

    private final Set<String> audiences;

    Api(String... audiences) {
        this.audiences = Set.of(audiences);
    }

    /** An error in this service's own shape. */
    public abstract Answer refuse(int status, String code, String message);

    abstract Answer unauthenticated(boolean expired);

    boolean isMeantBy(String audience) {
        String asked = stripped(audience);
        return audiences.stream().map(Api::stripped).anyMatch(asked::equals);
    }

    private static String stripped(String audience) {
        return audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    }
}
