-- Azure asks for a role at the subscription itself, so the subscription's own grant counts as well.
alter table filing_right add column on_subscription boolean default false not null;

-- Source: Azure docs, how to create an Azure support request; Partner Center, GDAP least-privileged roles by task (2026).
insert into filing_right (product_family, access_role, source, on_subscription)
values ('AZURE', 'Support Request Contributor', 'Azure docs: how to create an Azure support request', true);
insert into filing_right (product_family, access_role, source, on_subscription)
values ('AZURE', 'Contributor', 'Azure docs: how to create an Azure support request', true);
insert into filing_right (product_family, access_role, source, on_subscription)
values ('AZURE', 'Owner', 'Azure docs: how to create an Azure support request', true);
