package dev.signalbox.demo.microsoft;

import java.util.List;

/** A service of the simulated Microsoft: the routes it answers. */
public interface Part {

    List<Route> routes();
}
