-- Staff, documents and links, on PostgreSQL.

-- Someone who works at the practice. Roles and times away are JSON.
create table staff_member (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    roles text not null,
    practitioner_id text,
    covered_by_id text,
    is_active boolean not null,
    times_away text not null,
    primary key (practice_id, id)
);
create index staff_member_by_practitioner on staff_member (practice_id, practitioner_id);

-- A document that the practice made or received; its content never changes.
create table stored_document (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    kind text not null,
    patient_id text,
    file_name text not null,
    media_type text not null,
    content bytea not null,
    content_hash text not null,
    source text not null,
    created_at bigint not null,
    primary key (practice_id, id)
);
create index stored_document_by_patient on stored_document (practice_id, patient_id, kind);

-- A way in for someone without an account.
create table secure_link (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    purpose text not null,
    subject text not null,
    patient_id text not null,
    expires_at bigint not null,
    asks_question boolean not null,
    attempts_left integer not null,
    created_at bigint not null,
    used_at bigint,
    read_at bigint,
    revoked_at bigint,
    primary key (practice_id, id)
);
create index secure_link_by_subject on secure_link (practice_id, subject);

-- What a message is about, as the process that looks after it calls it: kind and id.
alter table sent_message add column case_id text;
create index sent_message_by_case on sent_message (practice_id, case_id);

alter table staff_member enable row level security;
alter table staff_member force row level security;
create policy of_practice on staff_member
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table stored_document enable row level security;
alter table stored_document force row level security;
create policy of_practice on stored_document
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table secure_link enable row level security;
alter table secure_link force row level security;
create policy of_practice on secure_link
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

-- Where letters to a patient go, as JSON.
alter table patient add column address text;
