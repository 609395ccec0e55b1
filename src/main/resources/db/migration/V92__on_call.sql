-- Who is paged when, and the mails that page: they name an account and an entry of the timeline, and no message.
create table on_call_shift (
  id varchar(60) primary key,
  partner_id varchar(60) not null references partner (id),
  team_id varchar(60),
  agent varchar(100) not null,
  starts timestamp with time zone not null,
  ends timestamp with time zone not null
);
create index on_call_shift_ix on on_call_shift (partner_id, ends);

alter table mail_out alter column message drop not null;
alter table mail_out add column account varchar(100);
alter table mail_out add column entry integer;
create unique index mail_out_page_uq on mail_out (ticket, entry, account);
