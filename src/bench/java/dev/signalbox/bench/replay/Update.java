package dev.signalbox.bench.replay;

import java.time.Instant;
import java.util.Map;

/**
 * One row of the log; the values are named as the mapping names them, unknown ones are absent.
 *
 * @param index the row's place within its incident, in order of time, from 1
 */
record Update(int index, Instant time, String state, Map<String, String> values) {}
