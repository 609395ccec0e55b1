-- Every line of the ledger says who wrote it and what was left; a line may concern no ticket.
alter table entitlement_entry add column actor varchar(100) default 'signalbox' not null;
alter table entitlement_entry add column balance integer;
alter table entitlement_entry alter column ticket drop not null;
create index entitlement_entry_plan_ix on entitlement_entry (plan_id, id);

-- Access and contract ids are sealed with a key that lies outside the database, which makes them longer.
alter table support_plan alter column access_id set data type varchar(600);
alter table support_plan alter column contract_id set data type varchar(600);

-- What was said of a plan already, so that it is said once: of its end, or that few incidents are left.
create table plan_warning (
  plan_id varchar(100) not null references support_plan (id),
  kind varchar(20) not null,
  about varchar(60) not null,
  at timestamp with time zone not null,
  primary key (plan_id, kind, about)
);
