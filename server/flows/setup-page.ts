import type { AccountMade } from '../modules/accounts/index.ts';
import { Html, html } from '../platform/http/html.ts';

const style = `
:root { color-scheme: light dark; --ink: #1d2733; --paper: #fbfaf7; --card: #fff; --line: #8a94a0; --blue: #0b5cad; --on-blue: #fff; --wrong: #a4161a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --paper: #14181d; --card: #1d2329; --line: #7d8894; --blue: #7db8f5; --on-blue: #10161c; --wrong: #ff9b9b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
form, .card { background: var(--card); border: 1px solid color-mix(in srgb, var(--line) 40%, transparent); border-radius: .75rem; padding: 1.25rem; margin-top: 1.25rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
label:first-of-type { margin-top: 0; }
small { display: block; font-weight: 400; opacity: .85; }
input, select { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .7rem; margin-top: .3rem; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
button { font: inherit; font-weight: 600; color: var(--on-blue); background: var(--blue); border: 0; border-radius: .5rem; padding: .7rem 1.2rem; margin-top: 1.5rem; min-height: 2.75rem; cursor: pointer; }
.wrong { color: var(--wrong); font-weight: 600; }
code, pre { font: 15px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; }
`;

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Tributary</title><style>${raw(style)}</style></head>
<body><main>${body}</main></body></html>`.text;
}

const raw = (text: string): Html => new Html(text);

export interface SetupForm {
  readonly name: string;
  readonly owner_email: string;
  readonly currency: string;
  readonly time_zone: string;
}

export const emptyForm: SetupForm = { name: '', owner_email: '', currency: 'USD', time_zone: 'UTC' };

/** One short form. What was typed stays; what is wrong is said beside its field. */
export function setupFormPage(form: SetupForm, wrong: Readonly<Record<string, string>>): string {
  const currencies = Intl.supportedValuesOf('currency');
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const said = (field: string): Html =>
    wrong[field] ? html`<small class="wrong" id="${field}-wrong">${wrong[field]}</small>` : html``;
  const marks = (field: string): Html =>
    wrong[field] ? html` aria-invalid="true" aria-describedby="${field}-wrong"` : html``;
  const options = (values: readonly string[], chosen: string): Html[] =>
    values.map((value) =>
      value === chosen ? html`<option selected>${value}</option>` : html`<option>${value}</option>`,
    );
  return page(
    'Make your account',
    html`<h1>Make your account</h1>
<p>One short form, then you can sign in, and get the keys for your shop or site. This link works once.</p>
<form method="post">
<label for="name">Name of your company<input id="name" name="name" required maxlength="200" autocomplete="organization" value="${form.name}"${marks('name')}></label>${said('name')}
<label for="owner_email">Your e-mail address<input id="owner_email" name="owner_email" type="email" required maxlength="254" autocomplete="email" value="${form.owner_email}"${marks('owner_email')}></label>${said('owner_email')}
<label for="owner_password">A password<small>For signing in: 12 characters or more. Several words do well.</small><input id="owner_password" name="owner_password" type="password" required minlength="12" maxlength="1000" autocomplete="new-password"${marks('owner_password')}></label>${said('owner_password')}
<label for="currency">Currency<small>Programs use it unless you choose another for them.</small><select id="currency" name="currency"${marks('currency')}>${options(currencies, form.currency)}</select></label>${said('currency')}
<label for="time_zone">Time zone<small>For days and months in reports. It is set once.</small><select id="time_zone" name="time_zone"${marks('time_zone')}>${options([...new Set(zones)], form.time_zone)}</select></label>${said('time_zone')}
<button>Make the account</button>
</form>`,
  );
}

/** The keys, this once, and the way to the office: by the password just chosen, or first by a link to choose one. */
export function setupDonePage(made: AccountMade, url: string, passwordUrl: string | null): string {
  return page(
    'Your account is ready',
    html`<h1>${made.name} is ready</h1>
${passwordUrl === null ? html`<p><a href="${url}/">Sign in to your office</a> with your address and password.</p>` : html`<p><a href="${passwordUrl}">Choose a password</a> to sign in to <a href="${url}/">your office</a>. The link works once, within a week.</p>`}
<p>Keep these keys now: they are shown this once. Only their hashes are stored.</p>
<div class="card"><dl>
<dt>Secret key <small>For your server. It may do everything.</small></dt><dd><code>${made.secret_key}</code></dd>
<dt>Publishable key <small>For your pages. It only reports visits and leads.</small></dt><dd><code>${made.publishable_key}</code></dd>
<dt>Short name</dt><dd><code>${made.slug}</code></dd>
</dl></div>
<div class="card"><p>Your first program:</p>
<pre>curl ${url}/v1/programs \\
  -H "Authorization: Bearer ${made.secret_key}" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Standard", "default_url": "https://shop.example/"}'</pre>
<p>All requests are described at <code>${url}/v1/openapi.json</code>.</p></div>`,
  );
}

/** The link is used up or unknown, or an account exists. */
export function setupGonePage(): string {
  return page(
    'This link is used up',
    html`<h1>This link is used up</h1>
<p>An account was made with it, or it is not the newest one. Start Tributary again for a new link while there is no account, or use
<code>npm run --silent tributary -- account create</code> for one more.</p>`,
  );
}
