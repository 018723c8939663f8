-- Reason: programs and their terms are versions, so that every figure ever paid can be shown again (rules.md 5, 12).
create table tenant.programs (
  account_id text not null,
  id text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, id)
);

-- What a program was from an instant on. The newest version not later than an instant is in force then.
create table tenant.program_versions (
  account_id text not null,
  program_id text not null,
  version integer not null,
  from_at timestamptz not null,
  author text not null,
  name text not null,
  tiers smallint not null check (tiers in (1, 2)),
  currency char(3) not null,
  default_url text not null,
  click_window_days integer not null,
  lead_window_days integer,
  hold_days integer not null,
  approval text not null check (approval in ('manual', 'automatic')),
  commission_approval text not null check (commission_approval in ('manual', 'automatic')),
  include_tax boolean not null,
  include_shipping boolean not null,
  tier2_base text not null check (tier2_base in ('sale', 'commission')),
  primary key (account_id, program_id, version),
  foreign key (account_id, program_id) references tenant.programs (account_id, id)
);

-- scope: 'default' (all products of the program), 'product' (one sku), 'partner' (one partner's own).
-- terms null: from then on there are none.
create table tenant.terms (
  account_id text not null,
  id text not null,
  scope text not null check (scope in ('default', 'product', 'partner')),
  program_id text,
  sku text,
  partner_id text,
  version integer not null,
  from_at timestamptz not null,
  author text not null,
  terms jsonb,
  primary key (account_id, id),
  check ((scope = 'partner') = (partner_id is not null)),
  check ((scope = 'product') = (sku is not null)),
  check ((scope = 'partner') = (program_id is null))
);
create unique index terms_of_program on tenant.terms (account_id, program_id, sku, version) nulls not distinct where program_id is not null;
create unique index terms_of_partner on tenant.terms (account_id, partner_id, version) where partner_id is not null;

call machinery.protect(array['programs', 'program_versions', 'terms']);
grant update (ended_at) on tenant.programs to tributary_app;
