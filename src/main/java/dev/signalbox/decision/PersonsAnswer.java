package dev.signalbox.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person answered in place of a table, and what the answer rests on: it stands while that stays the same. */
public record PersonsAnswer(
        String id,
        long ticket,
        String key,
        Kind kind,
        @Nullable String decisionId,
        int version,
        List<String> rules,
        Map<String, @Nullable Object> former,
        Map<String, @Nullable Object> outputs,
        String grounds,
        String actor,
        Instant time) {

    /** Why a person answered: the table asked for one, or a person thought better, which counts against its rules. */
    public enum Kind {
        ASKED,
        CORRECTION,
        OVERRIDE,
        MOVE
    }
}
