package dev.signalbox.workflow.models;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file with a flow ({@code .bpmn}), a table ({@code .dmn}) or a form ({@code .form}). */
public record ModelFile(String name, byte[] content) {

    /** What the file is: {@code bpmn}, {@code dmn} or {@code form}; whatever else stands after the last dot. */
    public String kind() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The name without its ending: the id of the process, of the form, or of the graph of decisions. */
    public String key() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return name + " (" + content.length + " bytes)";
    }
}
