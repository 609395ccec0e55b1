package dev.signalbox.web.frame;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.SessionFlashMapManager;

/** What a form's answer tells once goes to the page the reader sees, never to a script that renews its parts. */
@Component("flashMapManager")
class ToldOnce extends SessionFlashMapManager {

    /** Sent by {@code desk.js} with each page it asks for itself. */
    private static final String SCRIPT = "X-Requested-With";

    @Override
    protected @Nullable List<FlashMap> retrieveFlashMaps(HttpServletRequest request) {
        boolean renewing = request.getMethod().equals("GET") && request.getHeader(SCRIPT) != null;
        return renewing ? null : super.retrieveFlashMaps(request);
    }
}
