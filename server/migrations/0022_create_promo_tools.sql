-- Reason: what partners promote with is kept here: files that were uploaded, promo tools that show them, each partner's link
-- for each tool, coupons with dates and uses, and how often a banner was seen.

-- A file as it was taken in; its bytes lie in the data folder or in a bucket, named by account, content and id.
create table tenant.uploads (
  account_id text not null,
  id text not null,
  -- The part of its public address that nobody guesses.
  token text not null,
  name text not null,
  kind text not null check (kind in ('picture', 'file')),
  type text not null,
  size bigint not null,
  width integer,
  height integer,
  sha256 text not null,
  created_at timestamptz not null,
  primary key (account_id, id),
  constraint uploads_token unique (account_id, token)
);

-- Who shows an upload; while anybody does, it cannot be deleted.
create table tenant.upload_holds (
  account_id text not null,
  upload_id text not null,
  -- A promo tool's id, or a word such as branding:logo.
  holder text not null,
  primary key (account_id, upload_id, holder),
  foreign key (account_id, upload_id) references tenant.uploads (account_id, id)
);

create table tenant.promo_tools (
  account_id text not null,
  id text not null,
  kind text not null check (kind in ('text_link', 'banner', 'email', 'social_post', 'file', 'coupon_set')),
  name text not null,
  -- Said to partners beside it.
  note text,
  published boolean not null,
  -- Both empty: for every partner.
  program_ids text[] not null,
  partner_ids text[] not null,
  starts_at timestamptz,
  ends_at timestamptz,
  -- null: wherever the partner's program leads by default.
  url text,
  text text,
  subject text,
  body text,
  alt text,
  upload_id text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, upload_id) references tenant.uploads (account_id, id)
);

-- The link that a partner was given for a tool: one, whoever asks for it at the same moment.
create table tenant.promo_tool_links (
  account_id text not null,
  promo_tool_id text not null,
  partner_id text not null,
  link_id text not null,
  primary key (account_id, promo_tool_id, partner_id),
  foreign key (account_id, promo_tool_id) references tenant.promo_tools (account_id, id),
  foreign key (account_id, partner_id) references tenant.partners (account_id, id)
);

alter table tenant.coupons add column promo_tool_id text;
alter table tenant.coupons add column starts_at timestamptz;
alter table tenant.coupons add column ends_at timestamptz;
alter table tenant.coupons add column max_uses integer check (max_uses > 0);
alter table tenant.coupons add column ended_at timestamptz;
-- The import that brought it, so that the import's answer can be told again.
alter table tenant.coupons add column import_id text;
create index coupons_by_tool on tenant.coupons (account_id, promo_tool_id) where promo_tool_id is not null;

-- One row for each order that used a coupon, by the shop's number: an order that is reported anew is the same use.
create table tenant.coupon_uses (
  account_id text not null,
  coupon_id text not null,
  order_number text not null,
  used_at timestamptz not null,
  primary key (account_id, coupon_id, order_number),
  foreign key (account_id, coupon_id) references tenant.coupons (account_id, id)
);

-- Statistics, not money: sums that grow, by the account's days.
create table tenant.impressions (
  account_id text not null,
  day date not null,
  promo_tool_id text not null,
  partner_id text not null,
  program_id text not null,
  link_id text not null,
  shown bigint not null,
  primary key (account_id, promo_tool_id, day, partner_id, program_id, link_id)
);
create index impressions_by_partner on tenant.impressions (account_id, partner_id, day);

call machinery.protect(array['uploads', 'upload_holds', 'promo_tools', 'promo_tool_links', 'coupon_uses', 'impressions']);
grant delete on tenant.uploads, tenant.upload_holds to tributary_app;
grant update (name, note, published, program_ids, partner_ids, starts_at, ends_at, url, text, subject, body, alt, upload_id,
  changed_at, archived_at) on tenant.promo_tools to tributary_app;
grant update (starts_at, ends_at, max_uses, ended_at) on tenant.coupons to tributary_app;
grant update (shown) on tenant.impressions to tributary_app;
