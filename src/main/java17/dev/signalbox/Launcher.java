package dev.signalbox;

/** Starts Signalbox, or says in one line which Java it needs. Compiled for Java 17, so that an older Java can say it. */
public final class Launcher {

    private static final int NEEDED = 21;

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Signalbox needs Java " + NEEDED + " or newer, found Java " + found + " at "
                    + System.getProperty("java.home") + ". Start it with a newer java, or set JAVA_HOME.");
            System.exit(1);
        }
        // XML schemas come from our own jars only: "nested" in the packaged jar, "file" when run from classes
        if (System.getProperty("javax.xml.accessExternalSchema") == null) {
            System.setProperty("javax.xml.accessExternalSchema", "nested,file");
        }
        Class.forName("dev.signalbox.Signalbox").getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
