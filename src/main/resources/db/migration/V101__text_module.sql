-- Texts that agents use again and again, of one partner, in one language, with places to fill
create table text_module (
  id varchar(60) primary key,
  partner_id varchar(60) references partner (id),
  name varchar(200) not null,
  language varchar(10) not null,
  body text not null,
  active boolean default true not null
);
create index text_module_partner_ix on text_module (partner_id);
