package dev.signalbox.web.frame;

import java.util.List;

/** The codes that people may choose from when they file a ticket or set it right; those of the decision tables. */
public final class Codes {

    public static final List<String> CATEGORIES = List.of(
            "SERVICE_ERROR",
            "SERVICE_DOWN",
            "PERFORMANCE",
            "CONFIGURATION",
            "HOW_TO",
            "BILLING",
            "INVOICE",
            "LICENSE_COUNT",
            "PROVISIONING",
            "SUBSCRIPTION_CHANGE",
            "QUOTA",
            "TRANSFER",
            "PRICING_OFFER",
            "ACCOUNT_ONBOARDING",
            "PARTNER_CENTER_FAULT",
            "FRAUD_SUSPICION",
            "SLA_CREDIT",
            "SECURITY_VULNERABILITY",
            "OTHER");
    public static final List<String> FAMILIES = List.of(
            "AZURE",
            "M365",
            "EMS",
            "D365_CE",
            "D365_FO",
            "BUSINESS_CENTRAL",
            "POWER_PLATFORM",
            "ON_PREM",
            "MARKETPLACE",
            "PARTNER_CENTER");
    public static final List<String> IMPACTS = List.of("SIGNIFICANT", "MODERATE", "MINIMAL", "UNKNOWN");
    public static final List<String> ENVIRONMENTS = List.of("PRODUCTION", "NON_PRODUCTION");
    public static final List<String> SEVERITIES = List.of("A", "B", "C");
    public static final List<String> ISSUE_CLASSES =
            List.of("TECHNICAL", "COMMERCIAL", "ADVISORY", "MARKETPLACE", "SLA_CREDIT", "SECURITY");

    private Codes() {}
}
