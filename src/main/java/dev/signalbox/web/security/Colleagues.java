package dev.signalbox.web.security;

import dev.signalbox.access.Account;
import dev.signalbox.access.Accounts;
import dev.signalbox.access.Action;
import dev.signalbox.access.Role;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who of the desk may be given work. */
@Component
public class Colleagues {

    private static final Set<Role> WORKING = Arrays.stream(Role.values())
            .filter(role -> role.may(Action.WORK_TASKS))
            .collect(Collectors.toSet());

    private final Accounts accounts;

    Colleagues(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Those whom {@code caller} may give work to. */
    public List<Account> of(Caller caller) {
        return accounts.working(WORKING, caller.partnerId());
    }

    /** Refuses somebody who may not do the task, or whom the caller does not reach. */
    public void mayWork(Caller caller, String account, Task task) {
        boolean fits = accounts.find(account)
                .filter(Account::active)
                .filter(found -> WORKING.contains(found.role()))
                .filter(found -> found.partnerId() == null || caller.reaches(found.partnerId(), null))
                .map(Caller::of)
                .filter(found -> found.works(task))
                .isPresent();
        if (!fits) {
            throw new Refused("assignee", "somebody of the desk who may do the task", account);
        }
    }
}
