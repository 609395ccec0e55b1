package dev.signalbox.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between two processes that can be slow, lossy, silent or cut. */
public final class Proxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    /** What the network does with what it carries. */
    public enum Mode {
        PASS,
        /** Each chunk comes 500 ms late. */
        SLOW,
        /** One chunk in twenty comes a second late, as TCP shows loss to those above it. */
        LOSSY,
        /** Connections stay open and nothing comes through. */
        SILENT,
        /** Connections are reset and refused. */
        CUT
    }

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Random dice;
    private volatile int target;
    private volatile Mode mode = Mode.PASS;
    private volatile boolean closed;

    public Proxy(long seed) {
        try {
            server = new ServerSocket(Ports.free(), 200, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        dice = new Random(seed);
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    public Proxy to(int port) {
        target = port;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    public void mode(Mode wanted) {
        mode = wanted;
        if (wanted == Mode.CUT) {
            open.forEach(Proxy::shut);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                if (mode == Mode.CUT) {
                    shut(client);
                    continue;
                }
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                behind.setTcpNoDelay(true);
                open.add(client);
                open.add(behind);
                carry(client, behind);
                carry(behind, client);
            } catch (IOException refused) {
                // whoever connects sees the reset
            }
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    hold();
                    out.write(chunk, 0, read);
                    out.flush();
                }
            } catch (IOException ended) {
                // the other direction ends with it
            } finally {
                shut(from);
                shut(to);
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private void hold() {
        switch (mode) {
            case PASS, CUT -> {}
            case SLOW -> Wait.pause(Duration.ofMillis(500));
            case LOSSY -> {
                if (dice.nextInt(20) == 0) {
                    Wait.pause(Duration.ofSeconds(1));
                }
            }
            case SILENT -> {
                while (mode == Mode.SILENT && !closed) {
                    Wait.pause(Duration.ofMillis(50));
                }
            }
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // is what was wanted
        }
    }

    @Override
    public void close() {
        closed = true;
        mode(Mode.CUT);
        try {
            server.close();
        } catch (IOException closedAlready) {
            // is what was wanted
        }
    }
}
