package dev.signalbox.clock;

/** What a state or an occasion does to a clock. */
public enum Effect {
    /** Time counts. */
    RUN,
    /** Time stands still, what was used is kept. */
    PAUSE,
    /** It was met or is no longer wanted; a state may set it going again, an occasion stops it until it is reset. */
    STOP,
    /** It starts anew. */
    RESET,
    /** It stays as it is. */
    NONE
}
