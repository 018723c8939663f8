-- Reason: customers and partners are contacts; names and addresses live here only, so that one erasure finds them all (rules.md 37).
create table tenant.contacts (
  account_id text not null,
  id text not null,
  name text,
  -- The address as first given; the keys that identify the contact stand in the two tables below.
  email text,
  external_id text,
  created_at timestamptz not null,
  -- 'verified' once a server, a signature or a confirmation vouched for the contact; 'unverified' while only pages named it.
  standing text not null check (standing in ('verified', 'unverified')),
  -- Set when this contact was joined into another by hand.
  merged_into text,
  erased_at timestamptz,
  primary key (account_id, id)
);

create table tenant.contact_emails (
  account_id text not null,
  email_key text not null,
  contact_id text not null,
  primary key (account_id, email_key),
  foreign key (account_id, contact_id) references tenant.contacts (account_id, id)
);
create index contact_emails_by_contact on tenant.contact_emails (account_id, contact_id);

create table tenant.contact_external_ids (
  account_id text not null,
  external_id text not null,
  contact_id text not null,
  primary key (account_id, external_id),
  foreign key (account_id, contact_id) references tenant.contacts (account_id, id)
);
create index contact_external_ids_by_contact on tenant.contact_external_ids (account_id, contact_id);

-- External id and e-mail pointed to two contacts (rules.md 1): listed for the owner, nothing merged by itself.
-- A pair stands once, the older contact first.
create table tenant.contact_conflicts (
  account_id text not null,
  id text not null,
  contact_id text not null,
  other_contact_id text not null,
  at timestamptz not null,
  cause text not null,
  settled_at timestamptz,
  primary key (account_id, id),
  constraint contact_conflicts_pair unique (account_id, contact_id, other_contact_id)
);

create table tenant.partners (
  account_id text not null,
  id text not null,
  contact_id text not null,
  code text not null,
  joined_at timestamptz not null,
  created_at timestamptz not null,
  -- How the partner is paid, sealed; the kind stands in the open so that lists and runs can filter.
  payout_kind text,
  payout_method bytea,
  payout_method_changed_at timestamptz,
  -- A method that was there before was changed: runs wait until then (rules.md 27).
  payout_method_waits_until timestamptz,
  -- What holds now; the history below says what held when.
  status text not null check (status in ('pending', 'approved', 'rejected', 'suspended')),
  program_id text not null,
  sponsor_id text,
  primary key (account_id, id),
  constraint partners_contact unique (account_id, contact_id),
  foreign key (account_id, contact_id) references tenant.contacts (account_id, id),
  foreign key (account_id, program_id) references tenant.programs (account_id, id)
);
create index partners_by_program on tenant.partners (account_id, program_id);
create index partners_by_sponsor on tenant.partners (account_id, sponsor_id) where sponsor_id is not null;

create table tenant.partner_history (
  account_id text not null,
  partner_id text not null,
  seq integer not null,
  from_at timestamptz not null,
  status text not null,
  program_id text not null,
  sponsor_id text,
  author text not null,
  note text,
  primary key (account_id, partner_id, seq)
);

call machinery.protect(array['contacts', 'contact_emails', 'contact_external_ids', 'contact_conflicts', 'partners', 'partner_history']);
grant update (name, email, external_id, standing, merged_into, erased_at) on tenant.contacts to tributary_app;
grant update (contact_id), delete on tenant.contact_emails to tributary_app;
grant update (contact_id), delete on tenant.contact_external_ids to tributary_app;
grant update (settled_at) on tenant.contact_conflicts to tributary_app;
grant update (contact_id, code, payout_kind, payout_method, payout_method_changed_at, payout_method_waits_until, status, program_id, sponsor_id)
  on tenant.partners to tributary_app;
