-- People whom a sign-in provider vouches for: who they are there. They have no password here.
alter table account add column issuer varchar(500);
alter table account add column subject varchar(255);
create unique index account_subject_ux on account (issuer, subject);
