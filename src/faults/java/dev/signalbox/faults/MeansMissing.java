package dev.signalbox.faults;

/** This machine lacks what the fault is made with; it is then reported as not run. */
class MeansMissing extends RuntimeException {

    MeansMissing(String what) {
        super(what);
    }
}
