/** What the pages of joining say, in one file for translators. */
export const words = {
  language: 'en',
  form: {
    name: 'Your name',
    email: 'Your e-mail address',
    emailHelp: 'We send a link there to confirm that it is yours.',
    optional: 'optional',
    choose: 'Please choose',
    rates: 'What you earn',
    terms: 'Terms',
    accept: 'I accept the terms.',
    apply: 'Apply',
    website: 'Leave this empty',
    check: 'Please check what you filled in, then send it.',
    anew: 'That took too long or went too fast. Please check what you filled in, then send it once more.',
    faults: 'Please correct what is marked.',
    working: 'One moment, please',
  },
  sent: {
    title: 'Check your mail',
    text: 'We have sent a message to {email}. Follow the link in it to go on. If nothing comes within some minutes, look among unwanted mail.',
  },
  closed: { title: 'Sign-up is closed', text: 'At the moment nobody can sign up here. Please come back later.' },
  busy: { title: 'Please try again later', text: 'Very many people sign up just now. Please try again in a while.' },
  refused: {
    title: 'This did not work',
    text: 'This page of another site may not send the form. Please use this page instead.',
  },
  confirm: {
    title: 'Confirm your address',
    ask: 'You signed up for {program} with this address. Press the button to confirm it and send your application.',
    button: 'Confirm and apply',
  },
  confirmed: {
    approved: {
      title: 'Welcome',
      text: 'You are now a partner. We have sent you a message with your link and the way to sign in.',
    },
    waiting: {
      title: 'Thank you',
      text: 'We have your application, and will write to you as soon as somebody has looked at it.',
    },
    rejected: {
      title: 'Thank you',
      text: 'We cannot take you on as a partner at this time. We have sent you a message about it.',
    },
    sign_in: { title: 'You are a partner already', text: 'We have sent you a message with a link to sign in.' },
    before: { title: 'Confirmed', text: 'This address was confirmed before. There is nothing more to do.' },
  },
  gone: {
    title: 'This link no longer works',
    text: 'It was used, it is not the newest one, or it is too old. You can sign up once more.',
  },
  nowhere: { title: 'There is nothing here', text: 'Please check the address.' },
  decision: {
    title: 'An application',
    ask: 'Decide on this application. Nothing happens until you press a button.',
    approve: 'Approve',
    reject: 'Reject',
    reason: 'A reason that the applicant is told',
    name: 'Name',
    email: 'E-mail',
    program: 'Program',
    sponsor: 'Recruited by',
    country: 'Country',
    none: 'none',
    approved: { title: 'Approved', text: '{name} is now a partner, and was told.' },
    rejected: { title: 'Rejected', text: '{name} was told.' },
    decided: { title: 'Decided already', text: 'This application was decided before.' },
    gone: { title: 'This link no longer works', text: 'It was used, or it is too old. Decide in the office instead.' },
  },
  faults: {
    required: 'Please fill this in.',
    email: 'This is no e-mail address.',
    name: 'Please write your name, in up to 200 characters.',
    terms: 'Please accept the terms.',
    termsChanged: 'The terms have changed meanwhile. Please read and accept them.',
  },
  rates: {
    every: 'Every other product',
    all: 'Every product',
    percent: '{rate} of each sale',
    later: '{amount} of later payments of a subscription',
    payments: 'for up to {count} payments of a subscription',
    flat: {
      unit: '{amount} for each piece',
      line: '{amount} for each product in an order',
      order: '{amount} for each order',
    },
    tier2: {
      sale: '{rate} of sales of partners whom you bring',
      commission: '{rate} of what partners whom you bring earn',
      flat: '{amount} for sales of partners whom you bring',
    },
  },
} as const;

/** Puts values where {names} stand. The result is text still: it is escaped where it becomes HTML. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
