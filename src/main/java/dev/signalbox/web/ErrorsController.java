package dev.signalbox.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.json.JsonMapper;

/** What no controller answered: a problem for the API, a page for people, and details for nobody. */
@Controller
class ErrorsController implements ErrorController {

    private final JsonMapper json;

    ErrorsController(JsonMapper json) {
        this.json = json;
    }

    @RequestMapping("/error")
    @Nullable
    String error(HttpServletRequest request, HttpServletResponse response, Model model) throws IOException {
        HttpStatus status = status(request);
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (path.startsWith("/api") || path.startsWith("/actuator") || !wantsPage(request)) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(status, request));
            problem.setInstance(URI.create(path.startsWith("/") ? path.replaceAll("[^A-Za-z0-9/._-]", "") : "/"));
            problem.setType(URI.create("about:blank"));
            problem.setProperty("errors", List.of());
            // written here: whoever accepts neither this nor anything else that could be said is told all the same
            response.setStatus(status.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(json.writeValueAsBytes(problem));
            return null;
        }
        model.addAttribute("status", status.value());
        return "error";
    }

    private static String detail(HttpStatus status, HttpServletRequest request) {
        return switch (status) {
            case BAD_REQUEST -> "The request cannot be read";
            case UNAUTHORIZED -> "Sign in with HTTP Basic, or with the token of a service account";
            case FORBIDDEN -> "This account may not do this";
            case NOT_FOUND -> "Nothing is at this address";
            case METHOD_NOT_ALLOWED ->
                "This address does not take %s; the header Allow names what it takes".formatted(request.getMethod());
            case NOT_ACCEPTABLE -> "What the header Accept asks for is nothing that this address gives";
            case CONTENT_TOO_LARGE -> "The body is larger than what is taken";
            case UNSUPPORTED_MEDIA_TYPE -> "This address does not take a body of this type";
            default ->
                status.is5xxServerError()
                        ? "Something broke on our side; it is logged"
                        : "The request was refused: " + status.getReasonPhrase();
        };
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
