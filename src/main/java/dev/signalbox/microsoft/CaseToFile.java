package dev.signalbox.microsoft;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case as it is filed: whose it is, and the package's fields by name. Severity is {@code A}, {@code B} or {@code C};
 * country and language are those of whom Microsoft is to answer.
 */
public record CaseToFile(
        String ticket,
        String partnerId,
        String tenantId,
        @Nullable String subscriptionId,
        String severity,
        boolean aroundTheClock,
        String country,
        String language,
        String contactName,
        String contactMail,
        Map<String, String> fields) {

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    @Override
    public String toString() {
        return "CaseToFile[" + ticket + "]";
    }
}
