package dev.signalbox.workflow.engine;

import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The delegates that models may name; there are no others. */
public interface Delegates {

    Map<String, JavaDelegate> byName();
}
