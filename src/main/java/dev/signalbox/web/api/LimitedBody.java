package dev.signalbox.web.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A body that is read up to its limit, also where the request does not tell its length. */
class LimitedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final long largest;
    private long left;

    LimitedBody(ServletInputStream body, long largest) {
        this.body = body;
        this.largest = largest;
        this.left = largest;
    }

    @Override
    public int read() throws IOException {
        int one = body.read();
        if (one >= 0) {
            count(1);
        }
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = body.read(into, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    private void count(int read) {
        left -= read;
        if (left < 0) {
            throw new TooLarge(largest, -1);
        }
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
