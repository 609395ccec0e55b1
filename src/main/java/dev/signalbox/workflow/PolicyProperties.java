package dev.signalbox.workflow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Which era of Microsoft's rules holds for partners that say nothing. */
@ConfigurationProperties("signalbox")
record PolicyProperties(@DefaultValue("SEED_2021") String policySet) {}
