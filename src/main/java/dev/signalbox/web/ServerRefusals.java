package dev.signalbox.web;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the server refuses before any of our code sees it, such as an address that is no text: a problem for the API. */
class ServerRefusals extends ErrorReportValve {

    private static final String PROBLEM = """
            {"type":"about:blank","title":"%s","status":%d,"detail":"%s","errors":[]}""";

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400
                || response.getContentWritten() > 0
                || !request.getRequestURI().startsWith("/api")
                || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding("UTF-8");
            PrintWriter writer = response.getReporter();
            if (writer != null) {
                writer.write(
                        status < 500
                                ? PROBLEM.formatted("Unreadable", status, "The request cannot be read")
                                : PROBLEM.formatted("Our fault", status, "Something broke on our side; it is logged"));
                response.finishResponse();
            }
        } catch (IOException gone) {
            // whoever asked is away, and nobody is left to be told
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Standing {

        @Bean
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> serverRefusals() {
            return server -> server.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new ServerRefusals()));
        }
    }
}
