-- How content the customer was, said once after the end
alter table ticket add column rating integer;
-- What ties tickets together is looked up with every ticket page
create index ticket_split_ix on ticket (split_from);
create index ticket_merged_ix on ticket (merged_into);
create index ticket_issue_ix on ticket (health_issue_id, partner_id);
