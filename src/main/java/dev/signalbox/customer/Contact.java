package dev.signalbox.customer;

import org.jspecify.annotations.Nullable;

/** A person at a customer; the only place, with messages, where personal data lives. */
public record Contact(
        String id,
        String customerId,
        String name,
        String email,
        @Nullable String phone) {

    @Override
    public String toString() {
        return "Contact[" + id + "]";
    }
}
