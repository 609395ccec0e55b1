package dev.signalbox.faults;

import dev.signalbox.kit.Child;
import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Quiet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the faults that {@code -Dfault} names, one after another, and keeps what became of each. */
public final class Runner {

    private Runner() {}

    public static void main(String[] args) {
        Quiet.please();
        Map<String, Fault> known = new LinkedHashMap<>();
        Faults.all().forEach(fault -> known.put(fault.id(), fault));
        String wanted = System.getProperty("fault", "all");
        List<String> ids =
                wanted.equals("all") ? List.copyOf(known.keySet()) : Arrays.asList(wanted.split("\\s*,\\s*"));
        Results results = new Results(
                Path.of(System.getProperty("csv", "docs/faults.csv")),
                Path.of(System.getProperty("page", "docs/faults.md")));
        int failed = 0;
        for (String id : ids) {
            Fault fault = known.get(id);
            if (fault == null) {
                throw new IllegalArgumentException("Expected faults of " + known.keySet() + ", found " + id);
            }
            String given = System.getProperty("seed", "");
            long seed = given.isBlank() ? Math.floorMod(System.nanoTime(), 1_000_000L) : Long.parseLong(given);
            failed += run(fault, seed, results) ? 0 : 1;
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static boolean run(Fault fault, long seed, Results results) {
        int tickets = Integer.getInteger("tickets", 60);
        Instant begin = Instant.now();
        System.out.printf("%s fault %s, seed %d: %s%n", begin, fault.id(), seed, fault.title());
        Map<String, String> row = new LinkedHashMap<>();
        row.put("fault", fault.id());
        row.put("title", fault.title());
        row.put("pass", fault.pass());
        row.put("seed", String.valueOf(seed));
        row.put("started", begin.truncatedTo(ChronoUnit.SECONDS).toString());
        row.put("commit", commit());
        Stage stage = new Stage(seed, tickets);
        String verdict;
        String findings;
        try {
            List<String> found = fault.play().on(stage);
            verdict = found.isEmpty() ? "PASSED" : "FAILED";
            findings = String.join("; ", found);
        } catch (MeansMissing missing) {
            verdict = "NOT RUN";
            findings = "this machine lacks " + missing.getMessage();
        } catch (Exception broken) {
            verdict = "FAILED";
            findings = broken.toString() + (broken.getCause() == null ? "" : " by " + broken.getCause());
            broken.printStackTrace(System.out);
        }
        row.put("verdict", verdict);
        row.put("findings", shortened(findings));
        row.put("counts", stage.told());
        row.put("remarks", stage.remarks());
        row.put("load", Cpu.load());
        row.put("seconds", String.valueOf(Duration.between(begin, Instant.now()).toSeconds()));
        stage.close();
        if (verdict.equals("PASSED")) {
            Child.run(Duration.ofSeconds(60), "rm", "-rf", stage.directory().toString());
        } else {
            System.out.println("Kept: " + stage.directory());
        }
        System.out.printf(
                "%s fault %s: %s in %s s; %s; %s%n%s%n",
                Instant.now(),
                fault.id(),
                verdict,
                row.get("seconds"),
                row.get("counts"),
                row.get("remarks"),
                findings);
        results.add(row);
        return !verdict.equals("FAILED");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > 800 ? line.substring(0, 800) + "…" : line;
    }

    /** Of the product that is run; {@code -Dcommit} where its classes are of another one than the sources. */
    private static String commit() {
        String given = System.getProperty("commit", "");
        if (!given.isBlank()) {
            return given;
        }
        try {
            return Child.run(Duration.ofSeconds(10), "git", "rev-parse", "--short", "HEAD")
                    .strip();
        } catch (RuntimeException noRepository) {
            return "";
        }
    }
}
