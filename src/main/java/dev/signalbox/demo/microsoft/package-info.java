/**
 * A Microsoft of our own on a loopback port, for the demo world and for tests: tokens and services with the documented
 * shapes, quirks and refusals, and faults that can be switched on. It follows what Microsoft publishes, never what our
 * clients happen to send.
 */
@NullMarked
package dev.signalbox.demo.microsoft;

import org.jspecify.annotations.NullMarked;
