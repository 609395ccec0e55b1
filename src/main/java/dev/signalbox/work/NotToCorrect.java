package dev.signalbox.work;

/** The entry was taken back before, or takes back another one. */
public class NotToCorrect extends RuntimeException {

    NotToCorrect(Work entry) {
        super("Expected an entry that counts, found %s, which %s"
                .formatted(
                        entry.id(),
                        entry.corrects() == null
                                ? "was taken back by " + entry.correctedBy()
                                : "takes back " + entry.corrects()));
    }
}
