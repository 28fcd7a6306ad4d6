-- The moment for which a reminder was planned: of several that are due at once, the one closest to the visit leaves (domain.md section 2).
alter table reminder add column planned_for_at bigint not null default 0;

-- A migration belongs to no practice, so for what was there before it looks past the rows' owners.
alter table reminder no force row level security;
update reminder set planned_for_at = due_at;
alter table reminder force row level security;
