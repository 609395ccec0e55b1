package dev.signalbox.access;

import static dev.signalbox.access.Action.*;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The roles of the desk, and what each may do: the one place where that is decided. */
public enum Role {
    AGENT(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            SEE_DATA,
            REQUEST_TICKET,
            WORK_TASKS,
            SHARE_VIEW,
            BOOK_WORK,
            NOTE_OPPORTUNITY,
            WRITE,
            END_TICKET,
            WRITE,
            END_TICKET,
            CORRECT,
            ASK_EVENT,
            MOVE_CLOCK),
    LEAD(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            SEE_DATA,
            SEE_MODELS,
            REQUEST_TICKET,
            WORK_TASKS,
            SHARE_VIEW,
            LEAD_TASKS,
            MANAGE_TEXTS,
            BOOK_WORK,
            NOTE_OPPORTUNITY,
            ASSIGN,
            WITHDRAW_CONTACT,
            WRITE,
            END_TICKET,
            CORRECT,
            CHANGE_SEVERITY,
            MOVE_TICKET,
            OVERRIDE,
            SEE_REPORTS,
            ASK_EVENT,
            MOVE_CLOCK),
    MANAGER(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            SEE_DATA,
            MANAGE_DATA,
            MANAGE_TEXTS,
            ADJUST_BALANCE,
            EXPORT_DATA,
            MANAGE_ACCOUNTS,
            SEE_WEBHOOKS,
            MANAGE_WEBHOOKS,
            SEE_MODELS,
            RELEASE_MODELS,
            SEE_AUDIT,
            REQUEST_TICKET,
            WORK_TASKS,
            SHARE_VIEW,
            LEAD_TASKS,
            BOOK_WORK,
            NOTE_OPPORTUNITY,
            ASSIGN,
            WITHDRAW_CONTACT,
            ERASE_PERSON,
            WRITE,
            END_TICKET,
            CORRECT,
            CHANGE_SEVERITY,
            MOVE_TICKET,
            OVERRIDE,
            ASK_EVENT,
            SEE_REPORTS,
            SEE_METRICS,
            MOVE_CLOCK),
    OPERATOR(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            SEE_DATA,
            MANAGE_DATA,
            MANAGE_TEXTS,
            EXPORT_DATA,
            MANAGE_ACCOUNTS,
            SEE_WEBHOOKS,
            MANAGE_WEBHOOKS,
            WITHDRAW_CONTACT,
            ERASE_PERSON,
            SEE_MODELS,
            SEE_AUDIT,
            SEND_EVENT,
            ASK_EVENT,
            SEE_DEAD_LETTERS,
            REPLAY,
            SEE_METRICS,
            CHECK_MICROSOFT,
            MOVE_CLOCK),
    AUDITOR(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            SEE_DATA,
            SEE_MODELS,
            EXPORT_DATA,
            SEE_WEBHOOKS,
            SEE_AUDIT,
            SEE_REPORTS,
            ASK_EVENT,
            SEE_DEAD_LETTERS),
    CUSTOMER(SEE_TICKETS, SEE_CUSTOMERS, REQUEST_TICKET, CUSTOMER_TASKS, WRITE, END_TICKET, RATE),
    PRODUCER(SEND_EVENT, ASK_EVENT, REQUEST_TICKET, MOVE_CLOCK);

    /** What each role of Microsoft Partner Center is on our desk, the one that may most first. */
    private static final Map<String, Role> OF_PARTNER_CENTER = partnerCenter();

    private final Set<Action> may;

    Role(Action first, Action... more) {
        this.may = EnumSet.of(first, more);
    }

    public boolean may(Action action) {
        return may.contains(action);
    }

    private static Map<String, Role> partnerCenter() {
        Map<String, Role> roles = new LinkedHashMap<>();
        roles.put("GLOBAL_ADMIN", MANAGER);
        roles.put("ADMIN_AGENT", LEAD);
        roles.put("USER_MANAGEMENT_ADMIN", OPERATOR);
        roles.put("HELPDESK_AGENT", AGENT);
        return roles;
    }

    /** The role of somebody who holds these roles in Partner Center; empty where none of them is known. */
    public static Optional<Role> ofPartnerCenter(Collection<String> held) {
        return OF_PARTNER_CENTER.entrySet().stream()
                .filter(known -> held.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
