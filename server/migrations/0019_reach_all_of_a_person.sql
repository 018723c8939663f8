-- Reason: erasing a person (rules.md 37) must reach two more places that may hold a name or an address: the code that an
-- order was reported with, and who a payout went to.
grant update (via, coupon) on tenant.orders to tributary_app;
grant update (receiver) on tenant.payouts to tributary_app;
