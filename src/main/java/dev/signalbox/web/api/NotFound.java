package dev.signalbox.web.api;

/** There is nothing here that the caller may see; what is foreign answers like what is unknown. */
class NotFound extends RuntimeException {

    NotFound(String what) {
        super("No " + what);
    }
}
