-- Reason: an operator's request to make an account may be sent again with its Idempotency-Key and must not make another
-- account. No account is known before, so that the key stands with the account it made.
alter table directory.accounts
  add column request_key text,
  add column request_hash text,
  add constraint accounts_request_key unique (request_key);
