package dev.signalbox.microsoft;

/** Whoever knows a ticket's facts and can put its case together. */
public interface CaseDesk {

    CaseToFile toFile(long ticket);
}
