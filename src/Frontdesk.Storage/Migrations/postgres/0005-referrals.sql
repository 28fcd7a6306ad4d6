-- Referrals and the directory of specialists, on PostgreSQL.

-- A specialist, how the desk is reached, and the first day outside the network.
create table specialist (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    specialty text not null,
    npi text,
    email text,
    fax text,
    phone text,
    left_network_on text,
    primary key (practice_id, id)
);
create index specialist_by_specialty on specialist (practice_id, specialty);

-- One referral to one specialist. Authorization, times, waiting signals, sendings, reports and history are JSON.
create table referral (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
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
    is_econsult boolean not null,
    without_results boolean not null,
    is_self_pay boolean not null,
    visit_by text,
    parent_id text,
    successor_id text,
    status text not null,
    "authorization" text not null,
    coverage_hash text,
    times text not null,
    created_at bigint not null,
    signed_at bigint,
    sent_at bigint,
    scheduled_for_at bigint,
    attended_at bigint,
    reviewed_at bigint,
    informed_at bigint,
    over_at bigint,
    status_since_at bigint not null,
    last_news_at bigint not null,
    last_asked_at bigint,
    outreach_round integer not null,
    signals text not null,
    passed_deadlines text not null,
    sendings text not null,
    reports text not null,
    history text not null,
    packet_id text,
    primary key (practice_id, id)
);
create index referral_by_patient on referral (practice_id, patient_id);
create index referral_by_specialist on referral (practice_id, specialist_id, status);
create index referral_by_status on referral (practice_id, status, last_news_at);
create unique index referral_number on referral (practice_id, number);

-- One order goes to the same specialist once at a time; to two specialists it may go.
create unique index referral_of_order on referral (practice_id, order_key, specialist_id)
    where status not in ('Closed', 'Redirected', 'Revoked', 'PatientDeclined', 'Unreachable', 'Expired');

alter table specialist enable row level security;
alter table specialist force row level security;
create policy of_practice on specialist
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table referral enable row level security;
alter table referral force row level security;
create policy of_practice on referral
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));
