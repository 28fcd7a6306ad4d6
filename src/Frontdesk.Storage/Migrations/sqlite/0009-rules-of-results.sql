-- Limits that were set for one patient can end, and a standing order says who signed it.
alter table patient_test_rule add column ended_at integer;
alter table standing_order add column signed_by_id text;
