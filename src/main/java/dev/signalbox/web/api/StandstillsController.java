package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.messaging.ParkedEvent;
import dev.signalbox.messaging.ParkedEvents;
import dev.signalbox.ticket.Page;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Standstill;
import dev.signalbox.workflow.Standstills;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits and what stands still, for operators. */
@RestController
class StandstillsController {

    private final Standstills standstills;
    private final ParkedEvents parked;

    StandstillsController(Standstills standstills, ParkedEvents parked) {
        this.standstills = standstills;
        this.parked = parked;
    }

    @GetMapping("/api/parked-events")
    Page<ParkedEvent> parked(
            Caller caller, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        Paging paging = new Paging(page, size);
        return parked.page(paging.page(), paging.size());
    }

    @GetMapping("/api/standstills")
    Page<Standstill> standstills(Caller caller) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        List<Standstill> all = standstills.all();
        return new Page<>(all, 0, 200, all.size());
    }

    @PostMapping("/api/standstills/{id}/retry")
    ResponseEntity<Void> retry(Caller caller, @PathVariable String id) {
        caller.needsEverywhere(Action.REPLAY);
        if (!standstills.retry(id)) {
            throw new NotFound("standstill with this id");
        }
        return ResponseEntity.noContent().build();
    }
}
