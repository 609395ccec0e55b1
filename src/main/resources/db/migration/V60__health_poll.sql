-- Whose health is read from Microsoft, when next, and how the last reading went. The lease keeps it to one node at a
-- time; it ends by itself where a node dies.
create table health_poll (
  connection varchar(60) not null,
  target varchar(120) not null,
  service varchar(20) not null,
  tenant_id varchar(100) not null,
  due_at timestamp with time zone not null,
  leased_by varchar(60),
  leased_until timestamp with time zone,
  tried_at timestamp with time zone,
  succeeded_at timestamp with time zone,
  failures integer not null,
  last_error varchar(500),
  primary key (connection, target)
);
create index health_poll_due_ix on health_poll (due_at);
create index health_poll_tenant_ix on health_poll (tenant_id);
