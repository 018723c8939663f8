-- Reason: strangers sign up by a form of the owner's, confirm their address, and become applications that are decided on.
create table tenant.signup_forms (
  account_id text not null,
  program_id text not null,
  -- What the form is called in its address; null: by the program's id alone.
  slug text,
  is_open boolean not null,
  -- Title, words, questions, how applications are approved; what is not set has the program's default.
  chosen jsonb not null,
  changed_at timestamptz not null,
  author text not null,
  primary key (account_id, program_id),
  constraint signup_forms_slug unique (account_id, slug),
  foreign key (account_id, program_id) references tenant.programs (account_id, id)
);

-- What applicants accept: each change is a version of its own, and an application names the one that was accepted. Null: none
-- from then on.
create table tenant.signup_terms (
  account_id text not null,
  program_id text not null,
  version integer not null,
  from_at timestamptz not null,
  author text not null,
  body text,
  primary key (account_id, program_id, version),
  foreign key (account_id, program_id) references tenant.programs (account_id, id)
);

-- Who filled in a form and has not confirmed the address yet. One row for an address and form; it goes after some days.
create table tenant.signups (
  account_id text not null,
  id text not null,
  program_id text not null,
  -- Tells the same address again without telling the address.
  email_hash text not null,
  -- Of the newest mailed link: older ones open nothing.
  nonce text not null,
  signed_up_at timestamptz not null,
  -- Whether the form was filled in with proof of work.
  proved boolean not null,
  -- Address, name and answers, sealed; null once they are confirmed.
  content bytea,
  mails integer not null,
  first_mail_at timestamptz not null,
  last_mail_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (account_id, id),
  constraint signups_address unique (account_id, program_id, email_hash)
);
create index signups_by_mail on tenant.signups (account_id, program_id, last_mail_at);

-- Forms and links that serve once, by the hash of their token, until they would have ended anyway.
create table tenant.used_tokens (
  account_id text not null,
  token_hash bytea not null,
  expires_at timestamptz not null,
  primary key (account_id, token_hash)
);
create index used_tokens_by_end on tenant.used_tokens (account_id, expires_at);

create table tenant.applications (
  account_id text not null,
  id text not null,
  program_id text not null,
  contact_id text not null,
  partner_id text not null,
  -- Whose mailed link was followed.
  signup_id text not null,
  status text not null check (status in ('waiting', 'approved', 'rejected')),
  -- The questions as they were asked, with the answers; sealed. Null once the person was erased.
  answers bytea,
  sponsor_id text,
  country text,
  terms_version integer,
  proved boolean not null,
  -- What the form or its rule made of it, with reasons.
  decision jsonb not null,
  signed_up_at timestamptz not null,
  confirmed_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  note text,
  primary key (account_id, id),
  foreign key (account_id, contact_id) references tenant.contacts (account_id, id),
  foreign key (account_id, partner_id) references tenant.partners (account_id, id)
);
create index applications_by_partner on tenant.applications (account_id, partner_id, id);
create index applications_by_contact on tenant.applications (account_id, contact_id, id);
create index applications_by_status on tenant.applications (account_id, status, id);

-- Mails to somebody who signed up belong to no contact, and are found by the sign-up when they must go.
create index messages_by_subject on tenant.messages (account_id, subject_id) where subject_id is not null;

call machinery.protect(array['signup_forms', 'signup_terms', 'signups', 'used_tokens', 'applications']);
grant update (slug, is_open, chosen, changed_at, author) on tenant.signup_forms to tributary_app;
grant update (nonce, signed_up_at, proved, content, mails, first_mail_at, last_mail_at, expires_at, confirmed_at)
  on tenant.signups to tributary_app;
grant update (contact_id, status, answers, country, decision, decided_at, decided_by, note) on tenant.applications to tributary_app;
grant delete on tenant.signups, tenant.used_tokens to tributary_app;
