-- Reason: links and coupons; their codes are unique within the account and ignore case.
create table tenant.links (
  account_id text not null,
  id text not null,
  partner_id text not null,
  code text not null,
  code_key text not null,
  -- null: wherever the partner's program leads by default, now and after a move.
  url text,
  promo_tool_id text,
  created_at timestamptz not null,
  primary key (account_id, id),
  constraint links_code unique (account_id, code_key),
  foreign key (account_id, partner_id) references tenant.partners (account_id, id)
);
create index links_by_partner on tenant.links (account_id, partner_id);

create table tenant.coupons (
  account_id text not null,
  id text not null,
  partner_id text not null,
  code text not null,
  code_key text not null,
  created_at timestamptz not null,
  primary key (account_id, id),
  constraint coupons_code unique (account_id, code_key),
  foreign key (account_id, partner_id) references tenant.partners (account_id, id)
);
create index coupons_by_partner on tenant.coupons (account_id, partner_id);

call machinery.protect(array['links', 'coupons']);
-- Only when a partner is erased: a code may hold their name.
grant update (code, code_key) on tenant.links, tenant.coupons to tributary_app;
