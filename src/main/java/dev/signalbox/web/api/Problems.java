package dev.signalbox.web.api;

import dev.signalbox.mail.NotToResend;
import dev.signalbox.messaging.Events;
import dev.signalbox.messaging.ForeignWebhooks;
import dev.signalbox.messaging.Unreadable;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.webhook.NotToRepeat;
import dev.signalbox.work.NotToCorrect;
import dev.signalbox.workflow.NotInThisFlow;
import dev.signalbox.workflow.TaskConflict;
import dev.signalbox.workflow.TaskUnknown;
import dev.signalbox.workflow.models.ModelConflict;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error of the API is a problem (RFC 9457) that names the field, what was expected and what was found. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail unreadable(Unreadable unreadable) {
        return problem(
                HttpStatus.BAD_REQUEST, "Unreadable", String.valueOf(unreadable.getMessage()), unreadable.problems());
    }

    @ExceptionHandler
    ProblemDetail badRequest(BadRequest refused) {
        Problem problem = refused.problem();
        return problem(HttpStatus.BAD_REQUEST, "Unreadable", problem.toString(), List.of(problem));
    }

    @ExceptionHandler
    ProblemDetail tooLarge(TooLarge refused) {
        Problem problem = refused.problem();
        return problem(HttpStatus.CONTENT_TOO_LARGE, "Too large", problem.toString(), List.of(problem));
    }

    @ExceptionHandler
    ProblemDetail refused(Refused refused) {
        return problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "Does not fit",
                String.valueOf(refused.getMessage()),
                refused.problems());
    }

    @ExceptionHandler
    ProblemDetail wrongState(WrongState wrong) {
        ProblemDetail problem =
                problem(HttpStatus.CONFLICT, "Not in this state", String.valueOf(wrong.getMessage()), List.of());
        problem.setProperty("allowedStates", wrong.allowedStates());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail conflict(NotInThisFlow conflict) {
        return problem(HttpStatus.CONFLICT, "Not in this flow", String.valueOf(conflict.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail conflict(TaskConflict conflict) {
        return problem(HttpStatus.CONFLICT, "Task not yours to do", String.valueOf(conflict.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail conflict(ModelConflict conflict) {
        return problem(HttpStatus.CONFLICT, "Not to be rolled back", String.valueOf(conflict.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail notToResend(NotToResend mail) {
        return problem(HttpStatus.CONFLICT, "Not to be sent again", String.valueOf(mail.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail notToCorrect(NotToCorrect work) {
        return problem(HttpStatus.CONFLICT, "Not to be corrected", String.valueOf(work.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail notToRepeat(NotToRepeat delivery) {
        return problem(HttpStatus.CONFLICT, "Not to be sent again", String.valueOf(delivery.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail unknownTask(TaskUnknown unknown) {
        return problem(HttpStatus.NOT_FOUND, "Not found", "No such task", List.of());
    }

    @ExceptionHandler
    ProblemDetail notFound(NotFound unknown) {
        return problem(HttpStatus.NOT_FOUND, "Not found", String.valueOf(unknown.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail denied(AccessDeniedException denied) {
        return problem(HttpStatus.FORBIDDEN, "Not allowed", String.valueOf(denied.getMessage()), List.of());
    }

    @ExceptionHandler
    ProblemDetail wrongType(MethodArgumentTypeMismatchException wrong) {
        Class<?> type = wrong.getRequiredType();
        Problem problem = Problem.of(
                wrong.getName(),
                type == null ? "another type" : "a value of type " + type.getSimpleName(),
                wrong.getValue());
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Does not fit", problem.toString(), List.of(problem));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notInForce(ForeignWebhooks.NotInForce refused) {
        return later(String.valueOf(refused.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> fault(Exception fault) {
        if (Events.isPassing(fault)) {
            LOG.warn("Answered 503: {}", fault.toString());
            return later(
                    Events.isRace(fault)
                            ? "Somebody else changed the same at the same moment"
                            : "The database cannot be reached right now");
        }
        LOG.error("Request failed", fault);
        return ResponseEntity.internalServerError()
                .body(problem(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "Our fault",
                        "Something broke on our side; it is logged",
                        List.of()));
    }

    private static ResponseEntity<ProblemDetail> later(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "10")
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, "Try again", detail, List.of()));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        Throwable cause = unreadable.getMostSpecificCause();
        Problem problem = Problem.of("body", "well-formed JSON", cause.getMessage());
        return ResponseEntity.badRequest()
                .body(problem(HttpStatus.BAD_REQUEST, "Unreadable", problem.toString(), List.of(problem)));
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException missing,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        Problem problem = Problem.of(missing.getParameterName(), "a value", "nothing");
        return ResponseEntity.badRequest()
                .body(problem(HttpStatus.BAD_REQUEST, "Incomplete", problem.toString(), List.of(problem)));
    }

    /** What Spring answers by itself gets the members that ours always have. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("errors"))) {
            problem.setType(URI.create("about:blank"));
            problem.setProperty("errors", List.of());
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    static ProblemDetail problem(HttpStatus status, String title, String detail, List<Problem> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        problem.setType(URI.create("about:blank"));
        problem.setProperty("errors", errors);
        return problem;
    }
}
