package dev.signalbox.bench.replay;

/** The product said no, or nothing happened; says what was asked and what came back. */
class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
