package dev.signalbox.workflow.models;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The texts that stand in flows, forms and tables, in other languages: {@code texts_<language>.json} beside the models,
 * by the text as its author wrote it. A text that is changed, or that somebody's own model brings, stands as written.
 */
@Component
public class ModelTexts {

    private static final String SOURCE = " Source: ";
    private static final String SOURCES = "; ";

    private final Map<String, Map<String, String>> byLanguage = new HashMap<>();

    ModelTexts(JsonMapper json) throws IOException {
        for (String place : List.of("processes", "dmn")) {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + place + "/texts_*.json")) {
                String language = String.valueOf(file.getFilename()).replaceAll("texts_|\\.json", "");
                try (InputStream in = file.getInputStream()) {
                    Map<String, String> texts = json.readValue(in, new TypeReference<>() {});
                    byLanguage
                            .computeIfAbsent(language, none -> new HashMap<>())
                            .putAll(texts);
                }
            }
        }
    }

    /** The text in the language of {@code locale}; a rule's words and its sources are looked up each by themselves. */
    public String in(Locale locale, String text) {
        Map<String, String> texts = byLanguage.getOrDefault(locale.getLanguage(), Map.of());
        String whole = texts.get(text);
        int at = text.indexOf(SOURCE);
        if (whole != null || at < 0) {
            return whole == null ? text : whole;
        }
        String rule = texts.get(text.substring(0, at));
        if (rule == null) {
            return text;
        }
        String sources = text.substring(at + SOURCE.length());
        return rule + " " + texts.getOrDefault(SOURCE.strip(), SOURCE.strip()) + " "
                + List.of(sources.split(SOURCES)).stream()
                        .map(source -> texts.getOrDefault(source, source))
                        .collect(Collectors.joining(SOURCES));
    }

    /** A flow with its names in the language of {@code locale}, to be drawn; never to be released or taken away. */
    public byte[] picture(Locale locale, byte[] flow) {
        if (!byLanguage.containsKey(locale.getLanguage())) {
            return flow;
        }
        BpmnModelInstance model = Bpmn.readModelFromStream(new ByteArrayInputStream(flow));
        for (FlowElement element : model.getModelElementsByType(FlowElement.class)) {
            if (element.getName() != null) {
                element.setName(in(locale, element.getName()));
            }
        }
        for (Process process : model.getModelElementsByType(Process.class)) {
            if (process.getName() != null) {
                process.setName(in(locale, process.getName()));
            }
        }
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        Bpmn.writeModelToStream(drawn, model);
        return drawn.toByteArray();
    }
}
