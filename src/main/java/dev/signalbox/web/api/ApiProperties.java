package dev.signalbox.web.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** What the API takes at most in one body that is no form with files, which has limits of its own. */
@ConfigurationProperties("signalbox.api")
record ApiProperties(@DefaultValue("16MB") DataSize largestBody) {}
