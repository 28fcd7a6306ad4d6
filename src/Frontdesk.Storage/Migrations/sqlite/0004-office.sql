-- Staff, documents and links, on SQLite.

-- Someone who works at the practice. Roles and times away are JSON.
create table staff_member (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    roles text not null,
    practitioner_id text,
    covered_by_id text,
    is_active integer not null,
    times_away text not null,
    primary key (practice_id, id)
) strict, without rowid;
create index staff_member_by_practitioner on staff_member (practice_id, practitioner_id);

-- A document that the practice made or received; its content never changes.
create table stored_document (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    kind text not null,
    patient_id text,
    file_name text not null,
    media_type text not null,
    content blob not null,
    content_hash text not null,
    source text not null,
    created_at integer not null,
    primary key (practice_id, id)
) strict;
create index stored_document_by_patient on stored_document (practice_id, patient_id, kind);

-- A way in for someone without an account.
create table secure_link (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    purpose text not null,
    subject text not null,
    patient_id text not null,
    expires_at integer not null,
    asks_question integer not null,
    attempts_left integer not null,
    created_at integer not null,
    used_at integer,
    read_at integer,
    revoked_at integer,
    primary key (practice_id, id)
) strict, without rowid;
create index secure_link_by_subject on secure_link (practice_id, subject);

-- What a message is about, as the process that looks after it calls it: kind and id.
alter table sent_message add column case_id text;
create index sent_message_by_case on sent_message (practice_id, case_id);

-- Where letters to a patient go, as JSON.
alter table patient add column address text;
