-- A partner's page lists the orders that are credited to them: without this all orders of the account are gone through.
create index credits_by_partner on tenant.credits (account_id, partner_id, order_id) where partner_id is not null;
