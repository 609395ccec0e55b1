package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.opportunity.Opportunities;
import dev.signalbox.opportunity.Opportunity;
import dev.signalbox.opportunity.OpportunityFilter;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.work.Bookings;
import dev.signalbox.work.NewWork;
import dev.signalbox.work.Work;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers what stands beside a ticket's own story: the minutes booked on it, and the needs noticed on it. */
@Component
class BesideTheTicket {

    private final Bookings bookings;
    private final Opportunities opportunities;
    private final Words words;

    BesideTheTicket(Bookings bookings, Opportunities opportunities, Words words) {
        this.bookings = bookings;
        this.opportunities = opportunities;
        this.words = words;
    }

    /**
     * What the cards show.
     *
     * @param key names what the forms send, so that a second click does nothing more
     */
    record Cards(
            String key,
            String booked,
            List<Entry> entries,
            int mostMinutes,
            boolean mayBook,
            List<Need> needs,
            List<TicketPage.Option> families,
            boolean mayNote) {}

    record Entry(
            String id,
            String minutes,
            String by,
            String when,
            String charged,
            @Nullable String note,
            boolean takenBack,
            boolean mayTakeBack) {}

    record Need(String what, String state, String note) {}

    /** Null for whom neither is meant. */
    @Nullable
    Cards of(Caller caller, Ticket ticket) {
        if (!caller.may(Action.SEE_DATA)) {
            return null;
        }
        List<Work> booked = bookings.of(ticket.number());
        return new Cards(
                UUID.randomUUID().toString(),
                span(booked.stream().mapToInt(Work::minutes).sum()),
                booked.stream().map(work -> entry(caller, work)).toList(),
                NewWork.MOST_MINUTES,
                caller.may(Action.BOOK_WORK),
                opportunities
                        .page(new OpportunityFilter(caller.partnerId(), null, ticket.number(), null), 0, 20)
                        .items()
                        .stream()
                        .map(this::need)
                        .toList(),
                Kinds.PRODUCT_FAMILIES.stream()
                        .map(family -> new TicketPage.Option(family, words.code("family", family)))
                        .toList(),
                caller.may(Action.NOTE_OPPORTUNITY));
    }

    private Entry entry(Caller caller, Work work) {
        boolean counts = work.corrects() == null && work.correctedBy() == null;
        return new Entry(
                work.id(),
                span(work.minutes()),
                work.by(),
                Times.moment(work.at()),
                words.of(
                        work.waived()
                                ? "ticket.work.waived"
                                : work.chargeable() ? "ticket.work.chargeable" : "ticket.work.included"),
                work.note() == null ? work.reason() : work.note(),
                !counts,
                counts
                        && caller.may(Action.BOOK_WORK)
                        && (work.by().equals(caller.account()) || caller.may(Action.LEAD_TASKS)));
    }

    private Need need(Opportunity one) {
        String service = one.service();
        return new Need(
                service == null ? words.code("family", one.productFamily()) : service,
                words.of("opportunity.state." + one.state()),
                one.note());
    }

    private static String span(int minutes) {
        return (minutes < 0 ? "−" : "") + ClockFace.span(Duration.ofMinutes(Math.abs(minutes)));
    }
}
