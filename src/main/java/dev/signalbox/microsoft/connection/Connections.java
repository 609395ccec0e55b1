package dev.signalbox.microsoft.connection;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Every configured partner tenant's connection. */
@Component
public class Connections {

    private final List<Connection> all = new ArrayList<>();

    /** Partner tenants from elsewhere than the settings. */
    public interface More {
        Map<String, MicrosoftProperties.Tenant> tenants();
    }

    @Autowired
    Connections(MicrosoftProperties properties, ObjectProvider<More> more, Clock clock) {
        this(properties, more.stream().toList(), clock);
    }

    /** For use without an application around it. */
    public Connections(MicrosoftProperties properties, Collection<? extends More> more, Clock clock) {
        // no redirects: a token goes where the settings say
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(properties.readTimeout());
        RestClient client = RestClient.builder().requestFactory(requests).build();
        Tokens tokens = new Tokens(properties, http, clock);
        Map<String, MicrosoftProperties.Tenant> tenants = new TreeMap<>(properties.tenants());
        more.forEach(others -> tenants.putAll(others.tenants()));
        tenants.forEach((name, tenant) -> all.add(new Connection(name, tenant, properties, client, tokens, clock)));
    }

    public List<Connection> all() {
        return List.copyOf(all);
    }

    public Optional<Connection> named(String name) {
        return all.stream().filter(connection -> connection.name().equals(name)).findFirst();
    }

    /** The connection that reaches the customers of the partner. */
    public Optional<Connection> of(String partnerId) {
        return all.stream()
                .filter(connection -> connection.partnerId().equals(partnerId))
                .findFirst();
    }
}
