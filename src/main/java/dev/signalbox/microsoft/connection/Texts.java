package dev.signalbox.microsoft.connection;

/** What others wrote, fit for one line of ours. */
final class Texts {

    private static final int LONGEST = 300;

    private Texts() {}

    static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
    }

    static String brief(Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return oneLine(cause.getClass().getSimpleName() + (message == null ? "" : ", " + message));
    }
}
