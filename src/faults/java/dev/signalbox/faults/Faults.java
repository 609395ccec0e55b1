package dev.signalbox.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every fault that can be made. */
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(ProcessFaults.all());
        all.addAll(DatabaseFaults.all());
        all.addAll(BrokerFaults.all());
        all.addAll(InputFaults.all());
        all.sort(Comparator.comparingInt(fault -> Integer.parseInt(fault.id())));
        return all;
    }
}
