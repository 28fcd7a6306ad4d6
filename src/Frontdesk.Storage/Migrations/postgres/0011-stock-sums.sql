-- What lies where, kept by the database with every row of the ledger, so that a balance is one row however long the ledger is.
create table stock_sum (
    practice_id text not null,
    item_id text not null,
    stockroom_id text not null,
    lot text not null,
    expires_key text not null,
    condition text not null,
    amount bigint not null,
    primary key (practice_id, item_id, stockroom_id, lot, expires_key, condition)
);

-- The rows of all practices are summed once; row-level security shows each of them its own otherwise.
alter table stock_move no force row level security;
insert into stock_sum (practice_id, item_id, stockroom_id, lot, expires_key, condition, amount)
select practice_id, item_id, stockroom_id, lot, coalesce(expires_on, ''), condition, sum(amount)
from stock_move
group by practice_id, item_id, stockroom_id, lot, coalesce(expires_on, ''), condition
having sum(amount) <> 0;
alter table stock_move force row level security;

create function stock_move_is_summed() returns trigger language plpgsql as $$
begin
    insert into stock_sum as kept (practice_id, item_id, stockroom_id, lot, expires_key, condition, amount)
    values (new.practice_id, new.item_id, new.stockroom_id, new.lot, coalesce(new.expires_on, ''), new.condition, new.amount)
    on conflict (practice_id, item_id, stockroom_id, lot, expires_key, condition) do update set amount = kept.amount + excluded.amount;
    delete from stock_sum
    where practice_id = new.practice_id and item_id = new.item_id and stockroom_id = new.stockroom_id and lot = new.lot
        and expires_key = coalesce(new.expires_on, '') and condition = new.condition and amount = 0;
    return null;
end
$$;
create trigger stock_move_is_summed after insert on stock_move for each row execute function stock_move_is_summed();

alter table stock_sum enable row level security;
alter table stock_sum force row level security;
create policy of_practice on stock_sum
    using (practice_id = current_setting('frontdesk.practice_id', true))
    with check (practice_id = current_setting('frontdesk.practice_id', true));
