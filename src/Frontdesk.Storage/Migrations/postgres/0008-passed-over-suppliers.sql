-- A supplier that could not deliver an item is passed over for a while.
alter table supply_contract add column passed_over_until_at bigint;
