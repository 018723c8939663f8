import type { Question } from '../../modules/joining/index.ts';
import { Html, html } from '../../platform/http/html.ts';
import { framePage } from './page-frame.ts';
import type { ShownForm, Start } from './public-form.ts';
import type { Look } from './read-look.ts';
import { words } from './words.ts';

/** What was filled in before, by the field's name. */
export type Filled = Readonly<Record<string, string>>;

export interface FormState {
  readonly filled: Filled;
  /** What is wrong, by the field's name. */
  readonly faults: Readonly<Record<string, string>>;
  readonly notice: string | null;
  /** How the stranger came, to be sent along. */
  readonly via: string | null;
  readonly clickId: string | null;
  /** Null: a preview, which sends nothing. */
  readonly start: Start | null;
}

/** The page on which a stranger applies. It works without script; with it, nobody has to look at an honest application. */
export function formPage(look: Look, shown: ShownForm, state: FormState): string {
  const { form, textHtml, picture, rates } = shown;
  const body = html`<h1>${form.title}</h1>
${picture ? html`<img class="picture" src="${picture}" alt="">` : html``}
${new Html(textHtml)}
${rates.length > 0 ? html`<h2>${words.form.rates}</h2><table><tbody>${rates.map(rate)}</tbody></table>` : html``}
${state.notice ? html`<p class="wrong" role="alert">${state.notice}</p>` : html``}
${formOf(shown, state)}`;
  return framePage(look, form.title, body);
}

const rate = ({ what, says }: { what: string; says: string }): Html =>
  html`<tr><th scope="row">${what}</th><td>${says}</td></tr>`;

function formOf(shown: ShownForm, state: FormState): Html {
  const { start } = state;
  const questions = shown.form.questions.map((question) => questionField(question, state));
  const fields = html`${textField('name', words.form.name, state, html` required maxlength="200" autocomplete="name"`)}
${textField('email', words.form.email, state, html` type="email" required maxlength="320" autocomplete="email"`, words.form.emailHelp)}
${questions}${termsField(shown, state)}`;
  if (start === null) return html`<div class="card">${fields}<button type="button">${words.form.apply}</button></div>`;
  return html`<form class="card" method="post" action="${new URL(shown.pageUrl).pathname}" data-join-challenge="${JSON.stringify(start.challenge)}" data-join-working="${words.form.working}">
${fields}
<div class="away" aria-hidden="true"><label>${words.form.website}<input name="website" tabindex="-1" autocomplete="off"></label></div>
<input type="hidden" name="started" value="${start.started}"><input type="hidden" name="proof" value="">
<input type="hidden" name="via" value="${state.via ?? ''}"><input type="hidden" name="click_id" value="${state.clickId ?? ''}">
<button>${words.form.apply}</button>
</form><script type="module" src="/join.js"></script>`;
}

/** What ties a field to what is said of it. */
function said(name: string, { faults }: FormState, help: string): { marks: Html; fault: Html; note: Html } {
  const id = idOf(name);
  const fault = faults[name];
  const about = [fault && `${id}-wrong`, help && `${id}-help`].filter(Boolean).join(' ');
  return {
    marks: html`${fault ? html` aria-invalid="true"` : html``}${about ? html` aria-describedby="${about}"` : html``}`,
    fault: fault ? html`<span class="wrong" id="${id}-wrong">${fault}</span>` : html``,
    note: help ? html`<span class="help" id="${id}-help">${help}</span>` : html``,
  };
}

const idOf = (name: string): string => name.replace(/\W/g, '-');

function labelOf(name: string, label: string, required: boolean): Html {
  return html`<label for="${idOf(name)}">${label}${required ? html`` : html` (${words.form.optional})`}</label>`;
}

function textField(name: string, label: string, state: FormState, more: Html, help = '', required = true): Html {
  const { marks, fault, note } = said(name, state, help);
  return html`<div class="field">${labelOf(name, label, required)}${note}${fault}<input id="${idOf(name)}" name="${name}" value="${state.filled[name] ?? ''}"${more}${marks}></div>`;
}

function questionField(question: Question, state: FormState): Html {
  const name = `answer.${question.id}`;
  const { label, help, required } = question;
  const must = required ? html` required` : html``;
  if (question.kind === 'checkbox') return tick(name, label, state, help, must);
  if (question.kind === 'choice') {
    const { marks, fault, note } = said(name, state, help);
    const chosen = state.filled[name] ?? '';
    const options = question.options.map((option) =>
      option === chosen ? html`<option selected>${option}</option>` : html`<option>${option}</option>`,
    );
    return html`<div class="field">${labelOf(name, label, required)}${note}${fault}<select id="${idOf(name)}" name="${name}"${must}${marks}><option value="">${words.form.choose}</option>${options}</select></div>`;
  }
  if (question.kind === 'text') return textField(name, label, state, html` maxlength="2000"${must}`, help, required);
  const least = question.min === null ? html`` : html` min="${question.min}"`;
  const most = question.max === null ? html`` : html` max="${question.max}"`;
  return textField(name, label, state, html` type="number" step="any"${least}${most}${must}`, help, required);
}

function tick(name: string, label: string, state: FormState, help: string, must: Html): Html {
  const { marks, fault, note } = said(name, state, help);
  const checked = state.filled[name] ? html` checked` : html``;
  return html`<div class="field tick">${fault}<label for="${idOf(name)}"><input type="checkbox" id="${idOf(name)}" name="${name}" value="yes"${checked}${must}${marks}><span>${label}</span></label>${note}</div>`;
}

function termsField({ form, termsHtml }: ShownForm, state: FormState): Html {
  if (!form.terms || termsHtml === null) return html``;
  return html`<h2 id="terms">${words.form.terms}</h2><div class="terms" tabindex="0" role="region" aria-labelledby="terms">${new Html(termsHtml)}</div>
<input type="hidden" name="terms_version" value="${form.terms.version}">
${tick('accept_terms', words.form.accept, state, '', html` required`)}`;
}
