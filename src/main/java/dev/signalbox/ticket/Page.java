package dev.signalbox.ticket;

import java.util.List;

/** A part of a longer list; pages count from 0. */
public record Page<T>(List<T> items, int page, int size, long total) {}
