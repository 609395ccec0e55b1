package dev.signalbox.masterdata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The files a partner brings on its first day: 300 customers, 900 subscriptions, 40 agents, and what binds them. */
public final class PartnerFiles {

    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final String prefix;

    private PartnerFiles(String prefix) {
        this.prefix = prefix;
    }

    /** @param prefix begins each id, so that two tests can load the same files */
    public static PartnerFiles of(String prefix) {
        PartnerFiles made = new PartnerFiles(prefix);
        made.file(
                "partners",
                "externalId,name,type,competency,partnerCenterRoles,supportEmail,supportPhone,supportUrl",
                prefix + "-p,Monday Cloud,DIRECT_BILL,GOLD,ADMIN_AGENT|HELPDESK_AGENT,help@" + prefix
                        + ".example,+420 555 0111,https://help." + prefix + ".example");
        made.file(
                "support-plans",
                "externalId,partnerId,vehicle,name,status,accessId,contractId,incidentsRemaining,validFrom,validTo",
                prefix + "-plan," + prefix
                        + "-p,SIGNATURE_CLOUD,Signature Cloud Support,ACTIVE,A-1,C-1,5,2026-01-01,2027-12-31",
                prefix + "-asfp," + prefix
                        + "-p,ADVANCED,Advanced Support for Partners,ACTIVE,A-2,C-2,,2026-01-01,2027-12-31");
        List<String> customers = new ArrayList<>();
        List<String> contracts = new ArrayList<>();
        List<String> subscriptions = new ArrayList<>();
        List<String> access = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            String id = prefix + "-" + i;
            customers.add("%s,%s-p,\"Customer %d, Ltd.\",%s,c%d.%s.example,CZ,cs,Europe/Prague"
                    .formatted(id, prefix, i, uuid("tenant", id), i, prefix));
            contracts.add("%s-k,%s,%s,false,08:00,17:00".formatted(id, id, i % 3 == 0 ? "GOLD" : "STANDARD"));
            access.add("%s-g,%s,GDAP,active,2028-01-01T00:00:00Z,Service support administrator".formatted(id, id));
            subscriptions.add("%s-m365,%s,M365,Microsoft 365 Business,CLOUD,,true,,false,".formatted(id, id));
            subscriptions.add(
                    "%s-azure,%s,AZURE,Azure plan,CLOUD,,true,CSP,true,%s".formatted(id, id, uuid("azure", id)));
            subscriptions.add("%s-server,%s,ON_PREM,Windows Server,ON_PREM,N,true,,false,".formatted(id, id));
        }
        made.file("customers", "externalId,partnerId,name,tenantId,domain,country,language,timeZone", customers);
        made.file("contracts", "externalId,customerId,tier,aroundTheClock,opens,closes", contracts);
        made.file(
                "subscriptions",
                "externalId,customerId,productFamily,name,deployment,onPremVersion,mainstreamSupport,azurePlanType,"
                        + "azureRightGranted,azureSubscriptionId",
                subscriptions);
        made.file("delegated-access", "externalId,customerId,model,status,endDate,roles", access);
        made.file("teams", "externalId,name,partnerId", prefix + "-first,First line," + prefix + "-p");
        List<String> agents = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            agents.add("%s-a%d,Agent %d,a%d@%s.example,%s,%s-p,%s-first"
                    .formatted(prefix, i, i, i, prefix, i <= 4 ? "ADMIN_AGENT" : "HELPDESK_AGENT", prefix, prefix));
        }
        made.file("agents", "externalId,displayName,email,partnerCenterRoles,partnerId,teams", agents);
        return made;
    }

    private static String uuid(String what, String id) {
        return UUID.nameUUIDFromBytes((what + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void file(String kind, String header, String... rows) {
        file(kind, header, List.of(rows));
    }

    private void file(String kind, String header, List<String> rows) {
        List<String> lines = new ArrayList<>(List.of(header));
        lines.addAll(rows);
        files.put(kind, lines);
    }

    /** Replaces the first {@code from} in a line, counted with the header from 1. */
    public PartnerFiles plant(String kind, int line, String from, String to) {
        String before = files.get(kind).get(line - 1);
        if (!before.contains(from)) {
            throw new IllegalArgumentException(from + " is not in " + before);
        }
        files.get(kind).set(line - 1, before.replaceFirst(java.util.regex.Pattern.quote(from), to));
        return this;
    }

    /** The twenty faults that people make, each in a row of its own; {@code kind:line}, in the order of the kinds. */
    public List<String> plantTwentyFaults() {
        String p = prefix;
        plant("customers", 11, "Europe/Prague", "Prag");
        plant("customers", 21, ",CZ,", ",Czech Republic,");
        plant("customers", 31, "-p,", "-nobody,");
        plant("customers", 41, "c40." + p, "c39." + p);
        plant("customers", 51, uuid("tenant", p + "-50"), "50");
        plant("customers", 61, "Customer 60, Ltd.", "");
        plant("contracts", 81, "STANDARD", "PLATINUM");
        plant("contracts", 91, "08:00", "8 o'clock");
        plant("contracts", 101, "17:00", "07:00");
        plant("subscriptions", 101, "M365", "OFFICE");
        plant("subscriptions", 150, p + "-50-azure", p + "-49-azure");
        plant("subscriptions", 202, p + "-67,", p + "-6700,");
        plant("subscriptions", 304, ",N,", ",,");
        plant("subscriptions", 406, "true", "maybe");
        plant("support-plans", 2, ",5,", ",-5,");
        plant("support-plans", 3, "2027-12-31", "2025-12-31");
        plant("delegated-access", 111, "2028-01-01T00:00:00Z", "next year");
        plant("agents", 3, "@" + p, " at " + p);
        plant("agents", 4, "ADMIN_AGENT", "HELPDESK");
        plant("agents", 5, p + "-first", p + "-second");
        return List.of(
                "customers:11",
                "customers:21",
                "customers:31",
                "customers:41",
                "customers:51",
                "customers:61",
                "contracts:81",
                "contracts:91",
                "contracts:101",
                "subscriptions:101",
                "subscriptions:150",
                "subscriptions:202",
                "subscriptions:304",
                "subscriptions:406",
                "support-plans:2",
                "support-plans:3",
                "delegated-access:111",
                "agents:3",
                "agents:4",
                "agents:5");
    }

    public Map<String, byte[]> bytes() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        files.forEach(
                (kind, lines) -> all.put(kind, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
        return all;
    }

    /** All files as one multipart body with this boundary. */
    public byte[] multipart(String boundary) {
        StringBuilder body = new StringBuilder();
        files.forEach((kind, lines) -> body.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"files\"; filename=\"")
                .append(kind)
                .append(".csv\"\r\nContent-Type: text/csv\r\n\r\n")
                .append(String.join("\n", lines))
                .append("\r\n"));
        return body.append("--").append(boundary).append("--\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
