package dev.signalbox.workflow.models;

import dev.signalbox.ticket.TicketState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The words that flows and tables may use: states, messages, variables and facts, each said once. */
public final class Vocabulary {

    /** The flow every ticket runs; it alone is started by a message. */
    public static final String ROOT = "ticket-lifecycle";

    public static final String REQUESTED = "ticket.requested";

    public static final Set<String> NEXT_MOVES = Set.of("AGENT", "LEAD", "CUSTOMER", "THIRD_PARTY", "MICROSOFT");

    /** What every ticket must be able to take at any moment, in an event subprocess of {@link #ROOT}. */
    public static final Set<String> TAKEN_AT_ANY_MOMENT =
            Set.of("ticket.customer-replied", "ticket.withdrawn", "ticket.merged", "ticket.severity-changed");

    public static final Set<String> MESSAGES = sorted(
            TAKEN_AT_ANY_MOMENT,
            Set.of(
                    "ticket.moved",
                    "ticket.resolution-confirmed",
                    "ticket.reopen-requested",
                    "alert.cleared",
                    "delegation.changed",
                    "delegation.lost",
                    "delegation.granted",
                    "microsoft.case-updated",
                    "microsoft.filing-finished",
                    "third-party.case-updated",
                    "service-health.issue-resolved"));

    /** ISO 8601 durations a ticket starts with. */
    public static final Set<String> DURATIONS = Set.of(
            "remindAfter",
            "closeAfterSilence",
            "confirmWithin",
            "chaseAfter",
            "askMicrosoftAfter",
            "outageRecheckAfter",
            "claimDueIn");

    /** What later steps fill, empty at the start. */
    public static final List<String> RESULTS = List.of(
            "issueClass",
            "severity",
            "boundary",
            "outcome",
            "escalationOutcome",
            "outageAction",
            "vehicle",
            "stage",
            "caseStatus");

    /** Variables that steps, messages and completed tasks of the product set, beside those a model sets itself. */
    public static final Set<String> VARIABLES = sorted(
            Set.copyOf(RESULTS),
            Set.of("policySet", "faultGone", "reserved", "needsApproval", "requestComplete", "packageComplete"),
            Set.of("solved", "filingOutcome", "decision", "works", "granted", "claim"),
            Set.of("triageAsked", "questionOpen", "diagnosed", "caseFiled"));

    /** No model writes these: they say whose flow it is and how long it waits. */
    public static final Set<String> PROTECTED =
            sorted(DURATIONS, Set.of("ticket", "policySet", "decisionResult", "reserved"));

    /** What is known of a ticket to every table that a flow asks, beside the facts of the shipped table. */
    public static final Set<String> FACTS = sorted(Set.of(
            "customer",
            "partner",
            "policySet",
            "productFamily",
            "reportedCategory",
            "issueClass",
            "severity",
            "businessImpact",
            "environment",
            "causeDomain"));

    /** Outputs whose values the product acts upon: what the shipped tables answer is all they may be. */
    public static final Set<String> CLOSED_OUTPUTS = Set.of(
            "issueClass",
            "severity",
            "outageAction",
            "boundary",
            "handlingParty",
            "authority",
            "vehicle",
            "channel",
            "eligible",
            "recurrence",
            "claim");

    /** Steps after which a circle ends by itself: each failed reservation takes a vehicle out of the choice. */
    public static final Set<String> STEPS_THAT_END_CIRCLES = Set.of("reserveIncident");

    private Vocabulary() {}

    static Set<String> states() {
        return TicketState.open().stream().map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @SafeVarargs
    private static Set<String> sorted(Set<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return java.util.Collections.unmodifiableSet(all);
    }
}
