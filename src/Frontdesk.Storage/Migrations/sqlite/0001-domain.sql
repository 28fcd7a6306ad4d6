-- Frontdesk's domain tables on SQLite. Moments are milliseconds since 1970 (UTC), days and wall times ISO text,
-- codes text. The practice leads every key and index.

-- A medical practice and the rules its office manager chose.
create table practice (
    practice_id text not null,
    row_version integer not null,
    name text not null,
    neutral_name text not null,
    default_language text not null,
    reminder_rules text not null,
    primary key (practice_id)
) strict, without rowid;

-- A patient: who they are, how they may be reached, and who may be told in their place. Lists are JSON.
create table patient (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    birth_date text not null,
    sex text not null,
    is_deceased integer not null,
    is_admitted integer not null,
    is_confidential_adolescent integer not null,
    needs_interpreter integer not null,
    language text,
    zone_id text,
    preferred_channel text,
    phones text not null,
    emails text not null,
    consents text not null,
    proxies text not null,
    identifiers text not null,
    primary key (practice_id, id)
) strict, without rowid;
create index patient_by_name on patient (practice_id, name_family, name_given);
create index patient_by_birth_date on patient (practice_id, birth_date);

-- Who is reached at a number, themselves or by proxy. Kept by triggers from patient.
create table patient_phone (
    practice_id text not null,
    number text not null,
    patient_id text not null,
    foreign key (practice_id, patient_id) references patient (practice_id, id),
    primary key (practice_id, number, patient_id)
) strict, without rowid;
create index patient_phone_by_patient on patient_phone (practice_id, patient_id);

-- Who carries an external id. Kept by triggers from patient; one id belongs to one patient.
create table patient_identifier (
    practice_id text not null,
    identifier text not null,
    patient_id text not null,
    foreign key (practice_id, patient_id) references patient (practice_id, id),
    primary key (practice_id, identifier)
) strict, without rowid;
create index patient_identifier_by_patient on patient_identifier (practice_id, patient_id);

-- Someone who sees patients.
create table practitioner (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name_given text not null,
    name_family text not null,
    name_preferred text,
    npi text,
    specialty text not null,
    is_sensitive_specialty integer not null,
    is_part2_programme integer not null,
    absences text not null,
    primary key (practice_id, id)
) strict, without rowid;

-- A place where patients are seen.
create table location (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    zone_id text not null,
    call_back_phone text not null,
    opening_hours text not null,
    holidays text not null,
    primary key (practice_id, id)
) strict, without rowid;

-- A kind of visit that the practice books.
create table visit_type (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    duration_ms integer not null,
    needs_preparation integer not null,
    is_for_new_patients integer not null,
    is_sensitive_specialty integer not null,
    is_part2_programme integer not null,
    primary key (practice_id, id)
) strict, without rowid;

-- A visit with one patient and one practitioner. Moving it makes a new version.
create table appointment (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    patient_id text not null,
    practitioner_id text not null,
    location_id text not null,
    visit_type_id text not null,
    status text not null,
    version integer not null,
    start_at integer not null,
    zone_id text not null,
    local_start text not null,
    duration_ms integer not null,
    booked_at integer,
    confirmed_at integer,
    is_same_day integer not null,
    is_confidential integer not null,
    cancellation_reason text,
    primary key (practice_id, id)
) strict, without rowid;
create index appointment_by_patient on appointment (practice_id, patient_id, start_at);
create index appointment_by_practitioner on appointment (practice_id, practitioner_id, start_at);
create index appointment_by_start on appointment (practice_id, start_at);

-- One appointment's hold on one exclusive resource. Two active holds never overlap.
create table booking (
    practice_id text not null,
    appointment_id text not null,
    kind text not null,
    resource_id text not null,
    appointment_version integer not null,
    start_at integer not null,
    end_at integer not null,
    is_active integer not null,
    check (start_at < end_at),
    foreign key (practice_id, appointment_id) references appointment (practice_id, id),
    primary key (practice_id, appointment_id, kind, resource_id)
) strict, without rowid;
create index booking_by_resource on booking (practice_id, kind, resource_id, start_at);

-- A message's words in one language for one channel.
create table message_template (
    practice_id text not null,
    key text not null,
    channel text not null,
    language text not null,
    row_version integer not null,
    subject text not null,
    text text not null,
    html text,
    primary key (practice_id, key, channel, language)
) strict, without rowid;

-- Whether a number receives texts at all.
create table opt_out (
    practice_id text not null,
    number text not null,
    row_version integer not null,
    is_active integer not null,
    source text not null,
    changed_at integer not null,
    primary key (practice_id, number)
) strict, without rowid;

-- The record that someone was told something. The body is not kept here.
create table sent_message (
    practice_id text not null,
    key text not null,
    row_version integer not null,
    patient_id text not null,
    recipient_id text not null,
    channel text not null,
    address text not null,
    template_key text not null,
    language text not null,
    rule text,
    appointment_id text,
    appointment_version integer not null,
    asks_for_confirmation integer not null,
    thread text not null,
    segments integer not null,
    sent_at integer not null,
    outcome text not null,
    provider_id text,
    outcome_code text,
    outcome_at integer,
    primary key (practice_id, key)
) strict, without rowid;
create index sent_message_by_recipient on sent_message (practice_id, recipient_id, sent_at);
create index sent_message_by_address on sent_message (practice_id, address, sent_at);
create index sent_message_by_provider_id on sent_message (practice_id, provider_id);

-- One reminder's life, per appointment, version, rule and recipient.
create table reminder (
    practice_id text not null,
    key text not null,
    row_version integer not null,
    appointment_id text not null,
    appointment_version integer not null,
    patient_id text not null,
    rule text not null,
    recipient_id text not null,
    channel text not null,
    template_key text not null,
    due_at integer not null,
    state text not null,
    state_at integer,
    sent_at integer,
    reason text,
    fallbacks integer not null,
    primary key (practice_id, key)
) strict, without rowid;
create index reminder_by_appointment on reminder (practice_id, appointment_id);
create index reminder_by_state on reminder (practice_id, state, due_at);

-- Every look at a patient's data. Rows are only ever added.
create table access_log (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    who text not null,
    purpose text not null,
    patient_id text not null,
    what text not null,
    at integer not null,
    primary key (practice_id, id)
) strict, without rowid;
create index access_log_by_patient on access_log (practice_id, patient_id, at);

-- Two active bookings of one exclusive resource never overlap. SQLite has one writer at a time, so the check cannot race.
create trigger booking_conflict_on_insert before insert on booking when new.is_active = 1
begin
    select raise(abort, 'booking_conflict')
    where exists (
        select 1 from booking
        where practice_id = new.practice_id and kind = new.kind and resource_id = new.resource_id
            and is_active = 1 and start_at < new.end_at and end_at > new.start_at
            and appointment_id <> new.appointment_id);
end;

create trigger booking_conflict_on_update before update on booking when new.is_active = 1
begin
    select raise(abort, 'booking_conflict')
    where exists (
        select 1 from booking
        where practice_id = new.practice_id and kind = new.kind and resource_id = new.resource_id
            and is_active = 1 and start_at < new.end_at and end_at > new.start_at
            and appointment_id <> new.appointment_id);
end;

-- The look-up tables follow the patient's row.
create trigger patient_lookups_on_insert after insert on patient
begin
    insert or ignore into patient_phone (practice_id, number, patient_id)
    select new.practice_id, value ->> '$.number', new.id from json_each(new.phones)
    union
    select new.practice_id, value ->> '$.phone.number', new.id from json_each(new.proxies) where value ->> '$.phone.number' is not null;
    insert into patient_identifier (practice_id, identifier, patient_id)
    select new.practice_id, value, new.id from json_each(new.identifiers);
end;

create trigger patient_lookups_on_update after update of phones, proxies, identifiers on patient
begin
    delete from patient_phone where practice_id = new.practice_id and patient_id = new.id;
    delete from patient_identifier where practice_id = new.practice_id and patient_id = new.id;
    insert or ignore into patient_phone (practice_id, number, patient_id)
    select new.practice_id, value ->> '$.number', new.id from json_each(new.phones)
    union
    select new.practice_id, value ->> '$.phone.number', new.id from json_each(new.proxies) where value ->> '$.phone.number' is not null;
    insert into patient_identifier (practice_id, identifier, patient_id)
    select new.practice_id, value, new.id from json_each(new.identifiers);
end;

-- The audit trail is only ever added to.
create trigger access_log_refuses_update before update on access_log
begin
    select raise(abort, 'access_log is append-only');
end;

create trigger access_log_refuses_delete before delete on access_log
begin
    select raise(abort, 'access_log is append-only');
end;
