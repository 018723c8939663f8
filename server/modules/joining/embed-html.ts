import { type Html, html } from '../../platform/http/html.ts';
import type { Question } from './contract.ts';
import type { SignupForm } from './signup-form.ts';

/**
 * The form as plain HTML for a page of the owner's: no script, no frame, no styles of ours. What it sends is shown once more on
 * our page, to be checked and sent, since a page that is copied once cannot carry what proves that a person filled it in.
 */
export function embedHtml(form: SignupForm, pageUrl: string): string {
  const { terms } = form;
  return html`<form action="${pageUrl}" method="post">
  <p><label>Your name<br><input name="name" required maxlength="200" autocomplete="name"></label></p>
  <p><label>Your e-mail address<br><input name="email" type="email" required maxlength="320" autocomplete="email"></label></p>
${form.questions.map(field)}${
  terms
    ? html`  <input type="hidden" name="terms_version" value="${terms.version}">
  <p><label><input type="checkbox" name="accept_terms" value="yes" required> I accept the <a href="${pageUrl}#terms">terms</a></label></p>
`
    : html``
}  <input type="hidden" name="tributary_click" value="">
  <p><button>Apply</button></p>
</form>
`.text;
}

function field(question: Question): Html {
  const name = `answer.${question.id}`;
  const must = question.required ? html` required` : html``;
  if (question.kind === 'checkbox')
    return html`  <p><label><input type="checkbox" name="${name}" value="yes"${must}> ${question.label}</label></p>
`;
  if (question.kind === 'choice')
    return html`  <p><label>${question.label}<br><select name="${name}"${must}><option value=""></option>${question.options.map(
      (option) => html`<option>${option}</option>`,
    )}</select></label></p>
`;
  const kind = question.kind === 'number' ? html` type="number" step="any"` : html` maxlength="2000"`;
  return html`  <p><label>${question.label}<br><input name="${name}"${kind}${must}></label></p>
`;
}
