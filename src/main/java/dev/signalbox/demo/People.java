package dev.signalbox.demo;

import java.util.List;

/** Made-up people of the demo world. */
final class People {

    static final List<String> NAMES = List.of(
            "Eva Horáková",
            "Jan Dvořák",
            "Lucie Černá",
            "Martin Novotný",
            "Anna Schmidt",
            "Paul Weber",
            "Zofia Nowak",
            "Piotr Wójcik",
            "Katalin Szabó",
            "Gábor Tóth",
            "Maria Rossi",
            "Luca Bianchi",
            "Emma Larsen",
            "Noah Berg");

    private People() {}
}
