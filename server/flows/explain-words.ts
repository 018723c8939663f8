interface Words {
  readonly owner: string;
  readonly partner: string;
}

/** The steps and outcomes of an explanation that tell of money. */
export const priceWords: Readonly<Record<string, Words>> = {
  order: { owner: 'The order as it was reported, and when.', partner: 'The order, and when it took place.' },
  recorded: { owner: 'It was recorded.', partner: 'It was recorded.' },
  credit: { owner: 'The credit changed after recording.', partner: 'The credit changed after recording.' },
  reassigned: {
    owner: 'A person gave the credit to another, with a note.',
    partner: 'The company gave the credit by hand.',
  },
  judged_anew: {
    owner: 'The click that the order names arrived later, and the order was judged again.',
    partner: 'Your click arrived late, and the order was judged again.',
  },
  program: {
    owner: 'The program and its settings, as they were when the order took place.',
    partner: 'The program as it was then.',
  },
  exchange_rate: {
    owner: 'The rate at which the order was converted into the program’s currency.',
    partner: 'The rate at which the order was converted.',
  },
  direct: { owner: 'The rate was given for these two currencies.', partner: 'The rate of that day.' },
  inverse: { owner: 'The rate was given the other way round and turned.', partner: 'The rate of that day.' },
  crossed: { owner: 'Two rates were combined through the account’s currency.', partner: 'The rates of that day.' },
  sponsor: { owner: 'Whether somebody earns the second tier.', partner: 'Whether your sponsor earns the second tier.' },
  sponsor_earns: { owner: 'The sponsor was approved, and earns.', partner: 'The sponsor earns, on top of yours.' },
  no_sponsor: { owner: 'The partner had no sponsor then.', partner: 'You had no sponsor then.' },
  sponsor_not_active: { owner: 'The sponsor was not approved then.', partner: 'The sponsor earns nothing here.' },
  sponsor_is_customer: {
    owner: 'The sponsor is the customer, and earns nothing on it.',
    partner: 'The sponsor earns nothing here.',
  },
  line: {
    owner: 'One line of the order: what it counts for, and whose terms pay it.',
    partner: 'One line of the order.',
  },
  earns: { owner: 'The line earns.', partner: 'This line earns.' },
  product_not_in_program: {
    owner: 'The product is not in the program.',
    partner: 'This product earns nothing in your program.',
  },
  payments_used_up: {
    owner: 'The subscription has had as many paid payments as earn.',
    partner: 'This subscription has had as many payments as earn.',
  },
  nothing_to_earn_on: { owner: 'The line comes to nothing.', partner: 'There was nothing to pay for this line.' },
  rounds_to_zero: {
    owner: 'The commission is less than half of the smallest unit.',
    partner: 'The commission comes to less than the smallest unit.',
  },
  commission: { owner: 'How one amount was computed: base, rate, rounding.', partner: 'How your amount was computed.' },
  tier1: { owner: 'What the credited partner earns.', partner: 'What you earn.' },
  tier2: { owner: 'What the sponsor earns, on top.', partner: 'What a sponsor earns, on top.' },
  refund: {
    owner: 'Money went back to the customer, and the same part of the commission with it.',
    partner: 'The customer was refunded, and the same part of the commission was taken back.',
  },
  chargeback: {
    owner: 'The customer’s bank took the money back.',
    partner: 'The customer’s bank took the money back.',
  },
  refund_undone: {
    owner: 'The refund did not stand; its reversals are made up for.',
    partner: 'The refund did not stand; what was taken back is yours again.',
  },
  line_refunds: {
    owner: 'How far a line is refunded now.',
    partner: 'How far a line is refunded now.',
  },
  refunded: {
    owner: 'The same part of its commissions is taken back, rounded half up.',
    partner: 'The same part of your commission is taken back.',
  },
  reversal: {
    owner: 'A commission was taken back, or that was made up for, by no new refund.',
    partner: 'A commission was taken back, or that was made up for.',
  },
  carried_over: {
    owner: 'Refunds from before the credit changed, which the new commission takes on.',
    partner: 'Refunds from before the credit was yours.',
  },
  restored: {
    owner: 'Refunds from while the commission was cancelled, which it takes on.',
    partner: 'Refunds from while the commission was cancelled.',
  },
  made_up: {
    owner: 'A reversal was paid already and its commission was cancelled: it is given back.',
    partner: 'What was taken back of a commission that was cancelled is given back.',
  },
  state: { owner: 'Where a commission stands now.', partner: 'Where your commission stands now.' },
  pending: {
    owner: 'It waits for the end of the hold, or for a person.',
    partner: 'It waits for the end of the refund period.',
  },
  payable: { owner: 'The next run pays it.', partner: 'The next payment holds it.' },
  in_flight: { owner: 'It stands in a run that is not settled yet.', partner: 'It is on its way to you.' },
  paid: { owner: 'It was paid.', partner: 'It was paid.' },
  cancelled: { owner: 'A person took it off; it can be restored.', partner: 'It was cancelled.' },
};
