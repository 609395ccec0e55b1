package dev.signalbox.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What no controller answered: a problem for the API, a page for people, and details for nobody. */
@Controller
class ErrorsController implements ErrorController {

    @RequestMapping("/error")
    Object error(HttpServletRequest request, Model model) {
        HttpStatus status = status(request);
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (path.startsWith("/api") || path.startsWith("/actuator") || !wantsPage(request)) {
            ProblemDetail problem = ProblemDetail.forStatus(status);
            problem.setInstance(URI.create(path.startsWith("/") ? path.replaceAll("[^A-Za-z0-9/._-]", "") : "/"));
            problem.setType(URI.create("about:blank"));
            problem.setProperty("errors", List.of());
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        model.addAttribute("status", status.value());
        return "error";
    }

    private static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static HttpStatus status(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        && HttpStatus.resolve(code) instanceof HttpStatus known
                ? known
                : HttpStatus.INTERNAL_SERVER_ERROR;
    }
}
