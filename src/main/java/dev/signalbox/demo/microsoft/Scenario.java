package dev.signalbox.demo.microsoft;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The faults switched on, by a pattern that is looked for in {@code METHOD /path?query}; the first that fits is used. */
public final class Scenario {

    private final List<Planned> planned = new CopyOnWriteArrayList<>();

    private record Planned(Pattern where, AtomicInteger left, Fault fault) {

        /** Two requests at once never share the last one. */
        boolean used() {
            return left.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
        }
    }

    /** The next {@code times} requests that fit go wrong so. */
    public Scenario next(int times, String where, Fault fault) {
        planned.add(new Planned(Pattern.compile(where), new AtomicInteger(times), fault));
        return this;
    }

    public Scenario always(String where, Fault fault) {
        return next(Integer.MAX_VALUE, where, fault);
    }

    public void clear() {
        planned.clear();
    }

    Optional<Fault> of(Request request) {
        String line = request.method() + " " + request.uri();
        return planned.stream()
                .filter(plan -> plan.where().matcher(line).find() && plan.used())
                .map(Planned::fault)
                .findFirst();
    }
}
