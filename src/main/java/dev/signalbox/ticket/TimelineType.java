package dev.signalbox.ticket;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can stand on a ticket's timeline; the wire name is the outgoing event's type without prefix and version. */
public enum TimelineType {
    RECEIVED("ticket.received"),
    CLASSIFIED("ticket.classified"),
    SEVERITY_ASSESSED("ticket.severity-assessed"),
    CORRECTED("ticket.corrected"),
    STATE_CHANGED("ticket.state-changed"),
    MOVED("ticket.moved"),
    MESSAGE_ADDED("ticket.message-added"),
    TASK_CREATED("ticket.task-created"),
    TASK_COMPLETED("ticket.task-completed"),
    TASK_CANCELLED("ticket.task-cancelled"),
    ASSIGNED("ticket.assigned"),
    DIAGNOSED("ticket.diagnosed"),
    HEALTH_CHECKED("ticket.health-checked"),
    OUTAGE_LINKED("ticket.outage-linked"),
    OUTAGE_UNLINKED("ticket.outage-unlinked"),
    OUTAGE_ENDED("ticket.outage-ended"),
    BOUNDARY_DECIDED("ticket.boundary-decided"),
    HANDED_OVER("ticket.handed-over"),
    THIRD_PARTY_RESPONDED("ticket.third-party-responded"),
    CHASED("ticket.chased"),
    REMINDED("ticket.reminded"),
    AUTHORITY_DECIDED("ticket.authority-decided"),
    VEHICLE_CHOSEN("ticket.vehicle-chosen"),
    PACKAGE_INCOMPLETE("ticket.package-incomplete"),
    ESCALATION_APPROVED("ticket.escalation-approved"),
    ESCALATION_REJECTED("ticket.escalation-rejected"),
    ESCALATION_FILED("ticket.escalation-filed"),
    FILING_ORDERED("ticket.filing-ordered"),
    FILING_REFUSED("ticket.filing-refused"),
    CLAIM_WEIGHED("ticket.claim-weighed"),
    CLAIM_DEADLINE_NEAR("ticket.claim-deadline-near"),
    CASE_SOURCES_DIFFER("ticket.case-sources-differ"),
    CASE_SOURCES_AGREE("ticket.case-sources-agree"),
    CASE_LEFT_OPEN("ticket.case-left-open"),
    MICROSOFT_RESPONDED("ticket.microsoft-responded"),
    MICROSOFT_NEEDS_INFO("ticket.microsoft-needs-info"),
    SOLUTION_VERIFIED("ticket.solution-verified"),
    ACCESS_CHANGED("ticket.access-changed"),
    DUE_TIME_SET("ticket.due-time-set"),
    SLA_WARNING("ticket.sla-warning"),
    SLA_BREACHED("ticket.sla-breached"),
    SLA_BREACH_WITHDRAWN("ticket.sla-breach-withdrawn"),
    WAITING_CORRECTED("ticket.waiting-corrected"),
    LEAD_CALLED("ticket.lead-called"),
    NOTIFIED("ticket.notified"),
    PAGED("ticket.paged"),
    ACKNOWLEDGED("ticket.acknowledged"),
    RECURRED("ticket.recurred"),
    ALERT_CLEARED("ticket.alert-cleared"),
    RESOLVED("ticket.resolved"),
    REOPENED("ticket.reopened"),
    CLOSED("ticket.closed"),
    WITHDRAWN("ticket.withdrawn"),
    MERGED("ticket.merged"),
    RATED("ticket.rated"),
    WORK_BOOKED("ticket.work-booked"),
    OPPORTUNITY_NOTED("ticket.opportunity-noted"),
    SPLIT("ticket.split"),
    DECISION_MADE("ticket.decision-made"),
    DECISION_OVERRIDDEN("ticket.decision-overridden"),
    ENTITLEMENT_RESERVED("entitlement.reserved"),
    ENTITLEMENT_CONSUMED("entitlement.consumed"),
    ENTITLEMENT_REFUNDED("entitlement.refunded"),
    ENTITLEMENT_EXHAUSTED("entitlement.exhausted");

    private static final Map<String, TimelineType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(TimelineType::wireName, Function.identity()));

    private final String wireName;

    TimelineType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static TimelineType ofWireName(String wireName) {
        TimelineType type = BY_WIRE_NAME.get(wireName);
        if (type == null) {
            throw new IllegalStateException("Expected a known timeline type, found " + wireName);
        }
        return type;
    }
}
