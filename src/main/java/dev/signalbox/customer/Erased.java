package dev.signalbox.customer;

import java.util.Set;

/** Whom to forget: the ids that stand for the person, which may stay, and the words that name it, which may not. */
public record Erased(String customerId, Set<String> ids, Set<String> words) {

    /** What stands where the person's name was. */
    static final String NAME = "[erased]";

    @Override
    public String toString() {
        return "Erased" + ids;
    }
}
