package dev.signalbox.demo.microsoft;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Azure Resource Manager checks before a provider sees a request. Codes: Azure Resource Manager, common errors. */
public final class Azure {

    private Azure() {}

    public static Optional<Answer> version(@Nullable String asked, Set<String> supported) {
        if (asked == null || asked.isEmpty()) {
            return Optional.of(Api.AZURE.refuse(
                    400,
                    "MissingApiVersionParameter",
                    "The api-version query parameter (?api-version=) is required for all requests."));
        }
        return supported.contains(asked)
                ? Optional.empty()
                : Optional.of(Api.AZURE.refuse(
                        400, "InvalidResourceType", "The api-version '%s' is not supported here.".formatted(asked)));
    }

    /** Whether the token is of the subscription's tenant and its app holds one of the roles there. */
    public static Optional<Answer> access(
            Directory directory, Token token, String subscription, String action, String... anyRole) {
        Optional<String> tenant = directory.tenantOf(subscription);
        if (tenant.isEmpty()) {
            return Optional.of(Api.AZURE.refuse(
                    404, "SubscriptionNotFound", "The subscription '%s' could not be found.".formatted(subscription)));
        }
        if (!tenant.get().equals(token.tenant())) {
            return Optional.of(Api.AZURE.refuse(
                    401,
                    "InvalidAuthenticationTokenTenant",
                    "The access token is from the wrong issuer: it must match the tenant of this subscription."));
        }
        return directory.mayUse(token, subscription, anyRole)
                ? Optional.empty()
                : Optional.of(Api.AZURE.refuse(
                        403,
                        "AuthorizationFailed",
                        "The client '%s' does not have authorization to perform action '%s' over scope '/subscriptions/%s'."
                                .formatted(token.client(), action, subscription)));
    }
}
