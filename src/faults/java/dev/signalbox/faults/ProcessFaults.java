package dev.signalbox.faults;

import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Http;
import dev.signalbox.kit.Http.Answer;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Wait;
import dev.signalbox.support.FailPoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The product's own processes end, pause, are more than one, or run another code. */
final class ProcessFaults {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private ProcessFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "1",
                        "kill -9 of the application at random, " + Integer.getInteger("kills", 20)
                                + " times under load",
                        "C1 to C6 hold; up again within 30 s of each start",
                        stage -> killed(stage, stage.node(), stage.times(Integer.getInteger("kills", 20)), 30)),
                new Fault(
                        "2",
                        "The application ends exactly between database commit and offset commit, and between the broker's"
                                + " acknowledgement and the outbox's delete, 3 times each",
                        "What comes again is recognised (C2, C4)",
                        ProcessFaults::atThePoint),
                new Fault(
                        "7",
                        "A second node comes and goes for 3 minutes",
                        "C2 and C5 hold, no lost race reaches a caller",
                        ProcessFaults::rebalance),
                new Fault(
                        "10",
                        "A step throws, overflows the stack, or has no memory left, in the middle of other events",
                        "No zombie (C6); the node lives or is started again; these requests are dead letters",
                        ProcessFaults::failingSteps),
                new Fault(
                        "11",
                        "Two nodes get the same event, and the same task's completion, at the same instant",
                        "Exactly one effect; whoever comes second gets a duplicate or 409",
                        ProcessFaults::sameInstant),
                new Fault(
                        "13",
                        "One of two nodes pauses for 60 s (SIGSTOP), longer than its session, and goes on",
                        "Its work moves to the other one; nothing is done twice when it wakes",
                        ProcessFaults::paused),
                new Fault(
                        "14",
                        "One of two nodes has a clock 2 h ahead, then 2 h behind (libfaketime)",
                        "C1 to C6 hold; no timer fires early, no processor spins",
                        ProcessFaults::clock),
                new Fault(
                        "18",
                        "kill -9 of the application with H2 and the broker inside, " + Integer.getInteger("kills", 10)
                                + " times",
                        "The file opens again, C1 to C3 hold",
                        stage -> killed(stage, stage.embedded(), stage.times(Integer.getInteger("kills", 10)), 240)),
                new Fault(
                        "22",
                        "kill -9 in the middle of releasing a flow and a table, 4 times, on one of two nodes",
                        "The release is there with all of its files or absent; new tickets open on both nodes",
                        ProcessFaults::halfDeployed),
                new Fault(
                        "24",
                        "Rolling upgrade and downgrade of two nodes between another build (-Dold) and this one",
                        "C1 to C6 hold; the older code works on the newer schema",
                        ProcessFaults::rolling));
    }

    private static List<String> killed(Stage stage, Node node, int kills, int upWithin) {
        node.start();
        stage.load(Duration.ofSeconds(15L * kills));
        List<String> findings = kill(stage, node, kills, upWithin);
        findings.addAll(stage.checked());
        return findings;
    }

    /** {@code upWithin} is in seconds from each start. */
    static List<String> kill(Stage stage, Node node, int kills, int upWithin) {
        List<String> findings = new ArrayList<>();
        for (int i = 1; i <= kills; i++) {
            stage.pause(2 + stage.dice().nextInt(6));
            node.kill();
            node.launch();
            long seconds = stage.seconds("up again", Node.UP_WITHIN, node::isUp);
            if (seconds > upWithin) {
                findings.add("Kill " + i + ": up again after " + seconds + " s");
            }
        }
        return findings;
    }

    private static List<String> atThePoint(Stage stage) {
        Node node = hooked(stage).start();
        stage.load(Duration.ofSeconds(120));
        List<String> findings = endAtThePoints(stage, node);
        node.start();
        findings.addAll(stage.checked());
        return findings;
    }

    /** A node that can end at a point, or in a step, where its settings say so. */
    static Node hooked(Stage stage) {
        Node node = stage.node().hooks(FailPoints.into(stage.directory("hooks")));
        FailPoints.on().forEach(node::with);
        return node;
    }

    /** The node is down afterwards. Where the load has too little left, requests of its own reach the point. */
    static List<String> endAtThePoints(Stage stage, Node node) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < stage.times(3); i++) {
            for (String point : List.of(FailPoints.AFTER_COMMIT, FailPoints.AFTER_ACKNOWLEDGEMENT)) {
                node.kill();
                node.with(point, 3 + stage.dice().nextInt(9)).launch();
                node.without(point);
                AtomicInteger more = new AtomicInteger();
                stage.seconds("ended at the point", Duration.ofSeconds(240), () -> {
                    if (node.isAlive() && stage.allSent() && node.isUp()) {
                        stage.driver().request(stage.id(point + "-" + more.incrementAndGet()), "On to the point");
                    }
                    return !node.isAlive();
                });
                int code = node.awaitExit(Duration.ofSeconds(5));
                if (code != 137) {
                    findings.add("Expected the end at " + point + ", found exit code " + code);
                }
            }
        }
        return findings;
    }

    private static List<String> rebalance(Stage stage) {
        stage.node().start();
        Node second = stage.node();
        stage.load(Duration.ofSeconds(180));
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        while (System.nanoTime() < end) {
            second.start();
            stage.pause(10);
            if (stage.dice().nextBoolean()) {
                second.stop();
            } else {
                second.kill();
            }
            stage.remark("rounds", "+");
        }
        second.start();
        List<String> findings = new ArrayList<>(stage.checked());
        stage.nodes().forEach(node -> node.said()
                .lines()
                .filter(line -> line.contains("Lost every race"))
                .findFirst()
                .ifPresent(line -> findings.add("A lost race surfaced: " + line)));
        return findings;
    }

    private static List<String> failingSteps(Stage stage) {
        Node node = hooked(stage).with(FailPoints.IN_STEPS, true).start();
        stage.load(Duration.ofSeconds(60));
        stage.awaitSent(0.3);
        List<String> findings = failSteps(stage, node);
        findings.addAll(stage.checked());
        return findings;
    }

    static List<String> failSteps(Stage stage, Node node) {
        List<String> findings = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (String how : List.of("THROWS", "OVERFLOWS", "EXHAUSTS")) {
            for (int i = 0; i < 2; i++) {
                String id = stage.id(how + "-" + i);
                stage.driver().request(id, "A step that " + how);
                ids.add(id);
            }
        }
        if (!Wait.met(
                Duration.ofSeconds(120), () -> ids.stream().allMatch(id -> "DEAD".equals(fate(stage, node, id))))) {
            ids.forEach(id -> {
                String fate = fate(stage, node, id);
                if (!fate.equals("DEAD")) {
                    findings.add("Request " + id + " is '" + fate + "', expected a dead letter");
                }
            });
        }
        if (!node.isAlive()) {
            node.start();
            stage.remark("node", "ended and was started again");
        }
        ids.forEach(id -> {
            if (!node.http()
                    .items("lead", "/api/tickets?externalReference=" + id)
                    .isEmpty()) {
                findings.add("Request " + id + " left a ticket behind");
            }
        });
        return findings;
    }

    private static String fate(Stage stage, Node node, String id) {
        return node.http()
                .get(
                        "operator",
                        "/api/events?source=" + Http.encoded(stage.plan().source()) + "&id=" + id)
                .body()
                .path("result")
                .asString("unknown");
    }

    private static List<String> sameInstant(Stage stage) throws Exception {
        List<Node> nodes = List.of(stage.node().start(), stage.node().start());
        stage.load(Duration.ofSeconds(60));
        List<String> findings = meet(stage, nodes);
        findings.addAll(stage.checked());
        return findings;
    }

    static List<String> meet(Stage stage, List<Node> nodes) throws Exception {
        List<String> findings = new ArrayList<>();
        Driver driver = stage.driver();
        for (int i = 0; i < stage.times(15); i++) {
            String id = stage.id("same-" + i);
            List<Answer> answers = together(List.of(
                    () -> driver.post(nodes.get(0), id, "Two at once"),
                    () -> driver.post(nodes.get(1), id, "Two at once"),
                    () -> {
                        driver.request(id, "Two at once");
                        return new Answer(202, "ACCEPTED");
                    }));
            long accepted = answers.subList(0, 2).stream()
                    .filter(answer -> answer.text().contains("\"ACCEPTED\""))
                    .count();
            long duplicates = answers.subList(0, 2).stream()
                    .filter(answer -> answer.text().contains("\"DUPLICATE\""))
                    .count();
            if (accepted > 1 || accepted + duplicates != 2) {
                findings.add("Event " + id + " was answered " + answers);
            }
            String number = driver.await(nodes.get(0), id);
            String task = nodes.get(0)
                    .http()
                    .items("lead", "/api/tasks?ticket=" + number)
                    .getFirst()
                    .path("id")
                    .asString("");
            Map<String, Object> values =
                    Map.of("values", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));
            List<Answer> completions = together(List.of(
                    () -> nodes.get(0).http().post("agent", "/api/tasks/" + task + "/complete", values),
                    () -> nodes.get(1).http().post("agent", "/api/tasks/" + task + "/complete", values)));
            List<Integer> codes =
                    completions.stream().map(Answer::status).sorted().toList();
            if (!codes.equals(List.of(200, 409))) {
                findings.add("Task " + task + " completed twice at once: " + completions);
            }
            stage.remark("rounds", "+");
        }
        return findings;
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        try (var pool = Executors.newFixedThreadPool(calls.size())) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> call : calls) {
                running.add(pool.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static List<String> paused(Stage stage) {
        Node first = stage.node().start();
        Node second = stage.node().start();
        stage.load(Duration.ofSeconds(150));
        stage.awaitSent(0.2);
        for (Node node : List.of(first, second)) {
            node.signal("STOP");
            stage.pause(60);
            node.signal("CONT");
            stage.seconds("UP after the pause", SOON, node::isUp);
        }
        return stage.checked();
    }

    private static List<String> clock(Stage stage) {
        if (!Files.exists(FAKE_TIME)) {
            throw new MeansMissing("libfaketime (Debian package of that name)");
        }
        stage.node().start();
        List<String> findings = new ArrayList<>();
        Driver driver = stage.load(Duration.ofSeconds(150));
        for (String jump : List.of("+2h", "-2h")) {
            Node skewed = stage.node()
                    .environment("LD_PRELOAD", FAKE_TIME.toString())
                    .environment("FAKETIME", jump)
                    .environment("DONT_FAKE_MONOTONIC", "1")
                    // its work-around for an old C library makes every wait with a limit of the JVM return at once
                    .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0")
                    .start();
            stage.awaitSent(jump.startsWith("+") ? 0.5 : 1);
            long before = Cpu.millis(skewed.pid());
            stage.pause(10);
            long spent = Cpu.millis(skewed.pid()) - before;
            stage.remark("CPU ms in 10 s of the node at " + jump, spent);
            if (spent > 8_000) {
                findings.add("The node at " + jump + " spins: " + spent + " ms in 10 s");
            }
            skewed.stop();
        }
        long early = stage.postgres()
                .number("select count(*) from ticket_event where type = 'ticket.reminded' or"
                        + " (type = 'ticket.closed' and data like '%no-answer%')");
        if (early > 0) {
            findings.add(early + " timers fired days too early");
        }
        stage.remark("sent", driver.sent());
        findings.addAll(stage.checked());
        return findings;
    }

    private static List<String> halfDeployed(Stage stage) throws Exception {
        List<String> findings = new ArrayList<>();
        Node first = stage.node().start();
        Node second = stage.node().start();
        Driver driver = stage.load(Duration.ofSeconds(150));
        String flow = first.http().get("manager", "/api/models/intake.bpmn/1").text();
        String table =
                first.http().get("manager", "/api/models/assign-queue.dmn/1").text();
        for (int i = 1; i <= 4; i++) {
            String mark = "<!-- release " + i + " of " + stage.seed() + " -->";
            Map<String, Object> release = Map.of(
                    "reason",
                    "Killed meanwhile",
                    "files",
                    List.of(
                            Map.of("name", "intake.bpmn", "content", flow + mark),
                            Map.of("name", "assign-queue.dmn", "content", table + mark)));
            Thread releasing = Thread.ofPlatform()
                    .daemon()
                    .start(() -> stage.remark(
                            "release",
                            second.http()
                                    .post("manager", "/api/models", release)
                                    .status()));
            Wait.pause(Duration.ofMillis(100L + stage.dice().nextInt(2_000)));
            second.kill();
            releasing.join();
            int flows = (int) versions(first, "intake.bpmn");
            int tables = (int) versions(first, "assign-queue.dmn");
            if (flows != tables) {
                findings.add(
                        "Half a release: intake.bpmn has %d versions, assign-queue.dmn %d".formatted(flows, tables));
            }
            stage.remark("versions", flows);
            second.start();
            for (Node node : List.of(first, second)) {
                String id = "F" + stage.seed() + "-after-" + i + "-" + node.port();
                Answer answer = driver.post(node, id, "After a release");
                if (!answer.text().contains("ACCEPTED")) {
                    findings.add("After a release no ticket opens: " + answer);
                }
            }
        }
        findings.addAll(stage.checked());
        return findings;
    }

    private static double versions(Node node, String file) {
        return node.http().items("manager", "/api/models/" + file).size();
    }

    private static List<String> rolling(Stage stage) {
        String old = System.getProperty("old", "");
        if (old.isBlank() || !Files.exists(Path.of(old, "dev/signalbox/Launcher.class"))) {
            throw new MeansMissing("the classes of another build (-Dold=<directory>)");
        }
        Path before = Path.of(old);
        Node first = stage.node().classes(before).start();
        Node second = stage.node().classes(before).start();
        stage.load(Duration.ofSeconds(240));
        stage.awaitSent(0.15);
        for (Path code : new Path[] {null, before}) {
            for (Node node : List.of(first, second)) {
                node.stop();
                node.classes(code).start();
                stage.pause(5);
            }
            stage.remark("all nodes on", code == null ? "this build" : "the other build");
        }
        for (Node node : List.of(first, second)) {
            node.stop();
            node.classes(null).start();
        }
        return stage.checked();
    }
}
