package dev.signalbox.access;

import dev.signalbox.ticket.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A system that sends events: which sources it may name, which types it may send and for which customers. An empty list
 * of sources allows none; {@code *} at the end of a source or type stands for any rest; no customers means all that its
 * partner has.
 */
public record ServiceAccount(
        String id,
        String displayName,
        @Nullable String partnerId,
        List<String> sources,
        List<String> types,
        List<String> customers,
        boolean active) {

    /** Whether this account stands behind events of {@code source}. */
    public boolean lists(String source) {
        return matches(sources, source);
    }

    /** What forbids it to send {@code type} for {@code customer}; a customer of null is not known yet. */
    public Optional<Problem> against(String type, @Nullable String partner, @Nullable String customer) {
        if (!active) {
            return Optional.of(
                    Problem.of("source", "a source of an active service account", "\"" + id + "\" is switched off"));
        }
        if (!matches(types, type)) {
            return Optional.of(Problem.of("type", "one of " + types + ", which \"" + id + "\" may send", type));
        }
        boolean foreign = customer != null && !customers.isEmpty() && !customers.contains(customer)
                || partner != null && partnerId != null && !partnerId.equals(partner);
        return foreign
                ? Optional.of(Problem.of("customerId", "a customer that \"" + id + "\" may send for", customer))
                : Optional.empty();
    }

    private static boolean matches(List<String> patterns, String found) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? found.startsWith(pattern.substring(0, pattern.length() - 1))
                        : found.equals(pattern));
    }
}
