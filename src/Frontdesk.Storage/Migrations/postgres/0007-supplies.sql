-- Supplies, on PostgreSQL.

-- Something that is kept in stock, counted in its base unit. Traits, larger units and seasons are JSON.
create table supply_item (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    base_unit text not null,
    count_class text not null,
    traits text not null,
    expected_per_day double precision not null,
    conversions text not null,
    seasons text not null,
    is_active boolean not null,
    primary key (practice_id, id)
);

-- A room or cupboard where stock is kept.
create table stockroom (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    demand_share double precision not null,
    receives boolean not null,
    primary key (practice_id, id)
);

-- Someone whom the practice buys from.
create table supplier (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    name text not null,
    order_email text not null,
    phone text,
    is_active boolean not null,
    primary key (practice_id, id)
);

-- What a supplier agreed to for an item. Money is in cents; pack sizes and observed lead times are JSON.
create table supply_contract (
    practice_id text not null,
    item_id text not null,
    supplier_id text not null,
    row_version bigint not null,
    sku text not null,
    order_unit text not null,
    price bigint not null,
    minimum_packs bigint not null,
    allocation_packs bigint,
    lead_time_days double precision not null,
    rank integer not null,
    pack_sizes text not null,
    observed_lead_times text not null,
    primary key (practice_id, item_id, supplier_id)
);

-- What a kind of visit usually uses, as JSON.
create table visit_kit (
    practice_id text not null,
    visit_type_id text not null,
    row_version bigint not null,
    lines text not null,
    primary key (practice_id, visit_type_id)
);

-- The stock ledger. Rows are only ever added; a balance is the sum of its rows.
create table stock_move (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    kind text not null,
    item_id text not null,
    stockroom_id text not null,
    lot text not null,
    expires_on text,
    condition text not null,
    amount bigint not null,
    unit text not null,
    by text not null,
    reference text not null,
    visit_id text,
    reason text not null,
    at bigint not null,
    primary key (practice_id, id)
);
create index stock_move_by_item on stock_move (practice_id, item_id, at);
create index stock_move_by_reference on stock_move (practice_id, reference);
create index stock_move_by_lot on stock_move (practice_id, item_id, lot);

-- Stock that is set aside for a visit.
create table stock_allocation (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    item_id text not null,
    amount bigint not null,
    visit_id text not null,
    state text not null,
    changed_at bigint not null,
    primary key (practice_id, id)
);
create index stock_allocation_by_item on stock_allocation (practice_id, item_id, state);

-- Stock that goes from one room to another. One is under way for each item and room.
create table stock_transfer (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    item_id text not null,
    from_id text not null,
    to_id text not null,
    amount bigint not null,
    why text not null,
    state text not null,
    proposed_at bigint not null,
    ended_at bigint,
    picked_by text not null,
    open_for text,
    primary key (practice_id, id)
);
create index stock_transfer_by_item on stock_transfer (practice_id, item_id, proposed_at);
create unique index stock_transfer_open on stock_transfer (practice_id, open_for) where open_for is not null;

-- One purchase of one item from one supplier. Money is in cents; what came, what is charged and the history are JSON. An item has one open proposal.
create table purchase (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    item_id text not null,
    supplier_id text not null,
    destination_id text not null,
    sku text not null,
    order_unit text not null,
    holds bigint not null,
    base_unit text not null,
    packs bigint not null,
    cancelled_packs bigint not null,
    unit_price bigint not null,
    status text not null,
    arithmetic text not null,
    requested_by text not null,
    approved_by text not null,
    manager_from bigint not null,
    owner_from bigint not null,
    proposed_at bigint not null,
    ordered_at bigint,
    chased_at bigint,
    put_away_at bigint,
    promised_on text,
    order_paper_id text,
    order_table_id text,
    offer text,
    deliveries text not null,
    deliveries_done integer not null,
    invoices text not null,
    discrepancies text not null,
    signals text not null,
    questions text not null,
    history text not null,
    open_proposal text,
    is_open boolean not null,
    primary key (practice_id, id)
);
create index purchase_by_item on purchase (practice_id, item_id, is_open);
create index purchase_by_time on purchase (practice_id, proposed_at);
create unique index purchase_open_proposal on purchase (practice_id, open_proposal) where open_proposal is not null;

-- Something about supplies that a person has to look at, by kind, item and place.
create table supply_alert (
    practice_id text not null,
    key text not null,
    row_version bigint not null,
    kind text not null,
    item_id text not null,
    place text not null,
    detail text not null,
    is_open boolean not null,
    raised_at bigint not null,
    closed_at bigint,
    outcome text not null,
    primary key (practice_id, key)
);
create index supply_alert_by_item on supply_alert (practice_id, item_id, is_open);

-- A recall of a lot, with the visits and patients it was used for as JSON.
create table lot_recall (
    practice_id text not null,
    id text not null,
    row_version bigint not null,
    item_id text not null,
    lot text not null,
    reason text not null,
    by text not null,
    recalled_at bigint not null,
    set_apart bigint not null,
    used bigint not null,
    visits text not null,
    patients text not null,
    patients_told_at bigint,
    stock_gone_at bigint,
    primary key (practice_id, id)
);
create index lot_recall_by_lot on lot_recall (practice_id, item_id, lot);

-- The ledger is append-only: what is wrong is corrected by a further row (domain.md §0 rule 6).
create function stock_move_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'stock_move_is_final' using errcode = 'check_violation';
end
$$;
create trigger stock_move_is_final before update or delete on stock_move for each row execute function stock_move_is_final();
create trigger stock_move_is_kept before truncate on stock_move for each statement execute function stock_move_is_final();

alter table supply_item enable row level security;
alter table supply_item force row level security;
create policy of_practice on supply_item
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table stockroom enable row level security;
alter table stockroom force row level security;
create policy of_practice on stockroom
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table supplier enable row level security;
alter table supplier force row level security;
create policy of_practice on supplier
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table supply_contract enable row level security;
alter table supply_contract force row level security;
create policy of_practice on supply_contract
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table visit_kit enable row level security;
alter table visit_kit force row level security;
create policy of_practice on visit_kit
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table stock_move enable row level security;
alter table stock_move force row level security;
create policy of_practice on stock_move
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table stock_allocation enable row level security;
alter table stock_allocation force row level security;
create policy of_practice on stock_allocation
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table stock_transfer enable row level security;
alter table stock_transfer force row level security;
create policy of_practice on stock_transfer
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table purchase enable row level security;
alter table purchase force row level security;
create policy of_practice on purchase
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table supply_alert enable row level security;
alter table supply_alert force row level security;
create policy of_practice on supply_alert
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));

alter table lot_recall enable row level security;
alter table lot_recall force row level security;
create policy of_practice on lot_recall
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));
