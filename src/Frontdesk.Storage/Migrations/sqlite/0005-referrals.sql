-- Referrals and the directory of specialists, on SQLite.

-- A specialist, how the desk is reached, and the first day outside the network.
create table specialist (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    name text not null,
    specialty text not null,
    npi text,
    email text,
    fax text,
    phone text,
    left_network_on text,
    primary key (practice_id, id)
) strict, without rowid;
create index specialist_by_specialty on specialist (practice_id, specialty);

-- One referral to one specialist. Authorization, times, waiting signals, sendings, reports and history are JSON.
create table referral (
    practice_id text not null,
    id text not null,
    row_version integer not null,
    number text not null,
    patient_id text not null,
    ordering_provider_id text not null,
    location_id text not null,
    specialist_id text not null,
    urgency text not null,
    reason text not null,
    question text not null,
    note text not null,
    order_key text not null,
    is_econsult integer not null,
    without_results integer not null,
    is_self_pay integer not null,
    visit_by text,
    parent_id text,
    successor_id text,
    status text not null,
    "authorization" text not null,
    coverage_hash text,
    times text not null,
    created_at integer not null,
    signed_at integer,
    sent_at integer,
    scheduled_for_at integer,
    attended_at integer,
    reviewed_at integer,
    informed_at integer,
    over_at integer,
    status_since_at integer not null,
    last_news_at integer not null,
    last_asked_at integer,
    outreach_round integer not null,
    signals text not null,
    passed_deadlines text not null,
    sendings text not null,
    reports text not null,
    history text not null,
    packet_id text,
    primary key (practice_id, id)
) strict;
create index referral_by_patient on referral (practice_id, patient_id);
create index referral_by_specialist on referral (practice_id, specialist_id, status);
create index referral_by_status on referral (practice_id, status, last_news_at);
create unique index referral_number on referral (practice_id, number);

-- One order goes to the same specialist once at a time; to two specialists it may go.
create unique index referral_of_order on referral (practice_id, order_key, specialist_id)
    where status not in ('Closed', 'Redirected', 'Revoked', 'PatientDeclined', 'Unreachable', 'Expired');
