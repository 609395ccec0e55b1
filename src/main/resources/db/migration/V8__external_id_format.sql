-- What the number of a filed case looks like, by channel: another look is pointed out, never refused.
-- A channel without a row takes any number.
create table external_id_format (
  channel varchar(40) not null,
  pattern varchar(200) not null,
  example varchar(64) not null,
  source varchar(200) not null,
  primary key (channel, pattern)
);
insert into external_id_format values
  ('PARTNER_CENTER_REQUEST', '[0-9]{15,18}', '616122292874576', 'Partner Center REST, service request sample (2021)');
insert into external_id_format values
  ('AZURE_PORTAL_ONBEHALF', '[0-9]{13,16}', '2411230040001234', 'observed, not documented');
insert into external_id_format values
  ('AZURE_SUPPORT_API', '[0-9]{13,16}', '2411230040001234', 'observed, not documented');
insert into external_id_format values
  ('M365_ADMIN_CENTER', '[0-9]{13,16}', '2411230040001234', 'observed, not documented');
insert into external_id_format values
  ('POWER_PLATFORM_ADMIN_CENTER', '[0-9]{13,16}', '2411230040001234', 'observed, not documented');

-- Short names that the health feeds and people use for the same services
insert into health_service values ('exchange*', 'M365', 'observed, not documented');
insert into health_service values ('sharepoint*', 'M365', 'observed, not documented');
insert into health_service values ('onedrive*', 'M365', 'observed, not documented');
insert into health_service values ('teams*', 'M365', 'observed, not documented');
insert into health_service values ('office*', 'M365', 'observed, not documented');
insert into health_service values ('microsoft intune*', 'EMS', 'observed, not documented');
insert into health_service values ('microsoft entra*', 'EMS', 'observed, not documented');
insert into health_service values ('microsoft defender*', 'EMS', 'observed, not documented');
insert into health_service values ('microsoft purview*', 'EMS', 'observed, not documented');
insert into health_service values ('intune*', 'EMS', 'observed, not documented');
insert into health_service values ('entra*', 'EMS', 'observed, not documented');
insert into health_service values ('dynamics 365 business central*', 'BUSINESS_CENTRAL', 'observed, not documented');
insert into health_service values ('dynamics 365 finance*', 'D365_FO', 'observed, not documented');
insert into health_service values ('microsoft azure*', 'AZURE', 'observed, not documented');
insert into health_service values ('microsoft power*', 'POWER_PLATFORM', 'observed, not documented');
insert into health_service values ('microsoft copilot studio*', 'POWER_PLATFORM', 'observed, not documented');
