package dev.signalbox.microsoft;

import org.jspecify.annotations.Nullable;

/** Something to do at Microsoft: {@code FILE} a case or send an {@code ANSWER}. */
record CaseCommand(
        String id,
        long ticket,
        String kind,
        String name,
        @Nullable String messageId,
        int attempts,
        @Nullable String operation) {}
