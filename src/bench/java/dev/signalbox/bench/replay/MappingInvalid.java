package dev.signalbox.bench.replay;

/** The mapping does not fit itself or its log; the message names the entry to change. */
class MappingInvalid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MappingInvalid(String message) {
        super(message);
    }
}
