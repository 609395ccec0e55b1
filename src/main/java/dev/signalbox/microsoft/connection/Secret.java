package dev.signalbox.microsoft.connection;

/** Something that no log and no message shows. */
public record Secret(String value) {

    public static Secret of(String value) {
        return new Secret(value);
    }

    @Override
    public String toString() {
        return "******";
    }
}
