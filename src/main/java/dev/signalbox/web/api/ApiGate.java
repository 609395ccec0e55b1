package dev.signalbox.web.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What a request to the API must be before any controller sees it: readable, answerable, and not too large. */
class ApiGate extends OncePerRequestFilter {

    private final JsonMapper json;
    private final long largest;

    ApiGate(JsonMapper json, long largest) {
        this.json = json;
        this.largest = largest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Query query = Query.of(request);
            MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            // a form with files has limits of its own, and its parts are parameters
            chain.doFilter(isForm(request) ? request : new ApiRequest(request, query, largest), response);
        } catch (BadRequest refused) {
            answer(
                    response,
                    Problems.problem(
                            HttpStatus.BAD_REQUEST,
                            "Unreadable",
                            refused.problem().toString(),
                            List.of(refused.problem())));
        } catch (InvalidMediaTypeException malformed) {
            answer(
                    response,
                    Problems.problem(
                            HttpStatus.NOT_ACCEPTABLE,
                            "Not acceptable",
                            "The header Accept is no list of media types",
                            List.of()));
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
    }

    private void answer(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** Refuses what could not be answered as asked while nothing is done yet; afterwards it would be too late. */
    static class Answerable implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                throws HttpMediaTypeNotAcceptableException {
            boolean isChange =
                    !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
            if (isChange && handler instanceof HandlerMethod method && !method.isVoid()) {
                List<MediaType> accepted =
                        MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
                if (!accepted.isEmpty()
                        && accepted.stream().noneMatch(one -> one.isCompatibleWith(MediaType.APPLICATION_JSON))) {
                    throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
                }
            }
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ApiProperties.class)
    static class Standing implements WebMvcConfigurer {

        /** After Spring Security's, so that a stranger learns nothing and has nothing read. */
        @Bean
        FilterRegistrationBean<ApiGate> apiGate(JsonMapper json, ApiProperties properties) {
            FilterRegistrationBean<ApiGate> gate = new FilterRegistrationBean<>(
                    new ApiGate(json, properties.largestBody().toBytes()));
            gate.addUrlPatterns("/api/*");
            gate.setOrder(0);
            return gate;
        }

        @Override
        public void addInterceptors(InterceptorRegistry interceptors) {
            interceptors.addInterceptor(new Answerable()).addPathPatterns("/api/**");
        }
    }
}
