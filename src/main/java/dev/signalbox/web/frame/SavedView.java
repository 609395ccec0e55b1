package dev.signalbox.web.frame;

/** A list with a name; {@code query} is what stands in its address. */
public record SavedView(String id, String account, String name, boolean shared, String query) {}
