#!/usr/bin/env bash
# Walks the desk's ordinary matters through a running product, as an outside client: kcat for events, curl for tasks.
# Needs kcat, curl and jq. Usage: walk.sh [http://localhost:8080] [localhost:9092]
set -euo pipefail
api=${1:-http://localhost:8080}
kafka=${2:-localhost:9092}
run=$(date +%s)-$$

call() { curl -sf -u "$1:demo" -H 'content-type: application/json' "${@:3}" "$api$2"; }

# event TYPE SUBJECT DATA: one CloudEvent in binary mode
event() {
  printf '%s' "$3" | kcat -b "$kafka" -t signalbox.inbound.v1 -P -k "$2" \
    -H ce_specversion=1.0 -H "ce_id=$(cat /proc/sys/kernel/random/uuid)" -H ce_source=urn:walk -H "ce_subject=$2" \
    -H "ce_type=dev.signalbox.$1.v1" -H content-type=application/json
}

# request NAME DATA: a ticket by event; waits until it is there
request() {
  reference="$1-$run"
  event ticket.requested "$reference" "$2"
  ticket=
  for _ in $(seq 100); do
    ticket=$(call lead "/api/tickets?externalReference=$reference" | jq -r '.items[0].number // empty')
    [ -n "$ticket" ] && break
    sleep 0.1
  done
  [ -n "$ticket" ] || { echo "no ticket for $reference" >&2; exit 1; }
  steps="$1: $ticket"
}

field() { call lead "/api/tickets/$ticket" | jq -r ".$1 // \"-\""; }
task() { call lead "/api/tasks?ticket=$ticket" | jq -r ".items[] | select(.kind==\"$1\") | .id" | head -1; }
open() { call lead "/api/tasks?ticket=$ticket" | jq -r '[.items[].kind] | join(",")'; }

# complete KIND VALUES: as lead where only a lead may
complete() {
  local id who=agent
  id=$(task "$1")
  [ -n "$id" ] || { echo "$steps: expected task $1, found $(open)" >&2; exit 1; }
  case $1 in approve-escalation | grant-role | no-entitlement) who=lead ;; esac
  call $who "/api/tasks/$id/complete" -d "{\"values\":$2}" >/dev/null
  steps="$steps > $1"
}

healthy() { [ -z "$(task check-health)" ] || complete check-health '{"healthMatch":"NONE","symptomsMatch":false,"needsEngineering":false}'; }
diagnosed() { healthy; complete diagnose "{\"outcome\":\"DIAGNOSED\",\"causeDomain\":\"$1\",\"steps\":[{\"tried\":\"Test user\",\"result\":\"Same fault\",\"at\":\"2026-11-20T08:00:00Z\"}]}"; }

# Fills in what the case package lacks, whatever it is
packaged() {
  while [ -n "$(task complete-package)" ]; do
    values=$(call lead "/api/tasks?ticket=$ticket" | jq -c '.items[] | select(.kind=="complete-package") | .form.components
      | map(select(.key)) | map({(.key): (if .type=="select" or .type=="radio" then .values[0].value elif .type=="checkbox" then true
        elif .key=="startTime" then "2026-11-20T07:30:00Z" elif .key=="phone" then "+420 555 0100" else "Desk, desk@example.org" end)}) | add')
    complete complete-package "$values"
  done
}
filed() { packaged; [ -z "$(task approve-escalation)" ] || complete approve-escalation '{"decision":"APPROVE"}'; complete file-case "{\"externalId\":\"$1\"}"; }

# until STATE: events by Kafka take a moment
until_state() {
  for _ in $(seq 100); do
    [ "$(field state)" = "$1" ] && { steps="$steps > $1"; return; }
    sleep 0.1
  done
  echo "$steps: expected $1, found $(field state)" >&2
  exit 1
}
microsoft() { event microsoft.case-updated "$ticket" "{\"externalId\":\"$(field externalId)\",\"status\":\"$1\"}"; }
solved() {
  microsoft solution_proposed
  until_state SOLUTION_PROPOSED
  complete verify-solution '{"works":true}'
  complete confirm-resolution '{"solved":true}'
  until_state CLOSED
}
told() { echo "$steps"; echo "    class $(field issueClass), severity $(field severity), boundary $(field boundary), vehicle $(field vehicle), channel $(field channel), state $(field state)"; }
matter() { printf '{"customerId":"%s","title":"%s","description":"Since this morning.","reportedCategory":"%s","productFamily":"%s","businessImpact":"MODERATE"%s}' "$1" "$2" "$3" "$4" "${5:-}"; }

request billing "$(matter demo-direct-1 'Charged for cancelled seats' BILLING M365)"
diagnosed BILLING_DISPUTE; filed 616122292874576; solved; told

tenant=$(call lead /api/customers/demo-provider-1 | jq -r .tenantId)
outage=AZ-$run
health() { event service-health.issue-updated "$outage" "{\"tenantIds\":[\"$tenant\"],\"issue\":{\"id\":\"$outage\",\"title\":\"Connectivity\",\"service\":\"Azure\",\"classification\":\"incident\",\"status\":\"$1\",\"isResolved\":$2,\"startDateTime\":\"2026-11-20T06:00:00Z\",\"lastModifiedDateTime\":\"2026-11-20T0$3:00:00Z\"}}"; }
health investigating false 7
sleep 1
request azure-outage "$(matter demo-provider-1 'Sites unreachable' SERVICE_DOWN AZURE)"
match="{\"healthMatch\":\"INCIDENT\",\"issueId\":\"$outage\",\"symptomsMatch\":true,\"needsEngineering\":false}"
complete check-health "$match"; until_state LINKED_TO_OUTAGE
health serviceRestored true 9
for _ in $(seq 100); do [ -n "$(task check-health)" ] && break; sleep 0.1; done
complete check-health "$match"; diagnosed SERVICE_UNAVAILABLE; filed 2411230040001234; solved; told

for era in SEED_2021 CURRENT_2026; do
  request "m365-$era" "$(matter demo-silver-1 'Shared mailboxes disappear' SERVICE_ERROR M365 ",\"policySet\":\"$era\"")"
  diagnosed UNDOCUMENTED_DEVIATION; filed "24112300400$RANDOM"; solved; told
done

request dynamics-with-plan "$(matter demo-direct-1 'Form is slow' PERFORMANCE D365_CE)"
diagnosed SERVICE_MALFUNCTION; filed "24112300401$RANDOM"; solved; told

request dynamics-without-plan "$(matter demo-silver-1 'Form is slow' PERFORMANCE D365_CE)"
diagnosed SERVICE_MALFUNCTION
echo "$steps: $(call lead "/api/tasks?ticket=$ticket" | jq -r '.items[0].context.wouldHelp' | head -3 | tr '\n' ';')"
complete no-entitlement '{"outcome":"PARTNER_RESOLVES"}'
complete resolve '{"outcome":"FIXED","solution":"Rebuilt the form."}'; complete confirm-resolution '{"solved":true}'; told

request on-premises "$(matter demo-silver-2 'Replication fails' SERVICE_ERROR ON_PREM)"
diagnosed UNDOCUMENTED_DEVIATION; filed "24112300402$RANDOM"; solved; told

request how-to "$(matter demo-direct-1 'How to keep recordings' HOW_TO M365)"
diagnosed KNOWN_DOCUMENTED; complete resolve '{"outcome":"FIXED","solution":"Set retention."}'; complete confirm-resolution '{"solved":true}'; told

request marketplace "$(matter demo-direct-1 'Add-in puts a wrong footer' SERVICE_ERROR MARKETPLACE)"
diagnosed ISV_PRODUCT; complete hand-over '{"outcome":"ACKNOWLEDGED","reference":"ISV-1"}'
event third-party.case-updated "$ticket" '{"reference":"ISV-1","status":"resolved"}'; until_state RESOLVED
complete confirm-resolution '{"solved":true}'; told

request reseller-azure "$(matter demo-reseller-1 'Function app fails' SERVICE_ERROR AZURE ',"policySet":"CURRENT_2026"')"
diagnosed SERVICE_UNAVAILABLE; complete hand-over '{"outcome":"RESOLVED","reference":"DIST-1"}'; complete confirm-resolution '{"solved":true}'; told

person=',"contact":{"name":"Eva","email":"eva@example.org","phone":"+420 555 0100"}'
for commit in true false; do
  request "critical-24x7-$commit" "$(matter demo-direct-1 'Everything is down' SERVICE_DOWN M365 "$person,\"commit24x7\":$commit" | sed 's/MODERATE/SIGNIFICANT/')"
  diagnosed SERVICE_UNAVAILABLE; filed "24112300403$RANDOM"; solved; told
done

request delegation-lost "$(matter demo-direct-3 'Phones do not enrol' SERVICE_ERROR EMS)"
tenant=$(call lead /api/customers/demo-direct-3 | jq -r .tenantId)
diagnosed UNDOCUMENTED_DEVIATION; packaged
event delegation.changed "$tenant" "{\"tenantId\":\"$tenant\",\"status\":\"terminated\"}"; until_state AWAITING_CUSTOMER
event delegation.changed "$tenant" "{\"tenantId\":\"$tenant\",\"status\":\"active\",\"endDateTime\":\"2099-01-01T00:00:00Z\"}"; until_state ESCALATION_PREPARING
filed "24112300404$RANDOM"; solved; told

echo "sequence of $ticket: $(kcat -b "$kafka" -t signalbox.ticket-events.v1 -C -o beginning -e -q | jq -r "select(.subject==\"$ticket\") | .sequence" | tr '\n' ' ')"
