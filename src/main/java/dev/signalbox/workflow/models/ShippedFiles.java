package dev.signalbox.workflow.models;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The flows, tables and forms the product comes with; they also say what the product itself reads of them. */
@Component
class ShippedFiles {

    private final List<ModelFile> files = new ArrayList<>();

    ShippedFiles() throws IOException {
        for (String pattern : List.of("processes/*.bpmn", "dmn/*.dmn", "processes/forms/*.form")) {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:" + pattern)) {
                try (InputStream in = file.getInputStream()) {
                    files.add(new ModelFile(String.valueOf(file.getFilename()), in.readAllBytes()));
                }
            }
        }
    }

    List<ModelFile> files() {
        return List.copyOf(files);
    }
}
