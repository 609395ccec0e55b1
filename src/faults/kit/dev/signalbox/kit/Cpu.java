package dev.signalbox.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes have cost, as the operating system counts it. */
public final class Cpu {

    private static final int UTIME = 11;
    private static final long TICK_MILLIS = 10;

    private Cpu() {}

    /** User and system time of a process and of its children that have ended. */
    public static long millis(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = UTIME; i < UTIME + 4; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks * TICK_MILLIS;
        } catch (IOException gone) {
            return 0;
        }
    }

    public static long millis(List<Long> pids) {
        return pids.stream().mapToLong(Cpu::millis).sum();
    }

    public static long residentMiB(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    public static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException gone) {
            return "?";
        }
    }
}
