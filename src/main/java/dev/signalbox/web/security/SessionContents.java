package dev.signalbox.web.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializingConverter;

/** What may be read back from a session's row: plain values of Java, and what Spring keeps there itself. */
@Configuration(proxyBeanMethods = false)
class SessionContents {

    private static final ObjectInputFilter ALLOWED = ObjectInputFilter.Config.createFilter(
            "maxdepth=20;maxbytes=1000000;java.lang.*;java.util.*;java.util.concurrent.*;java.time.*;java.net.URI;"
                    + "org.springframework.security.web.csrf.*;org.springframework.security.web.savedrequest.*;"
                    + "org.springframework.security.oauth2.core.*;org.springframework.security.oauth2.core.endpoint.*;"
                    + "org.springframework.web.servlet.FlashMap;org.springframework.util.*;!*");

    // The name is Spring Session's
    @Bean
    ConversionService springSessionConversionService() {
        GenericConversionService converting = new GenericConversionService();
        converting.addConverter(Object.class, byte[].class, new SerializingConverter(new DefaultSerializer()));
        converting.addConverter(byte[].class, Object.class, new DeserializingConverter(new Filtered()));
        return converting;
    }

    private static final class Filtered implements Deserializer<Object> {

        @Override
        public Object deserialize(InputStream bytes) throws IOException {
            try (ObjectInputStream objects = new ObjectInputStream(bytes)) {
                objects.setObjectInputFilter(ALLOWED);
                return objects.readObject();
            } catch (ClassNotFoundException unknown) {
                throw new IOException("Expected only known classes in a session", unknown);
            }
        }
    }
}
