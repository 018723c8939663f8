import { cleanLine } from '../../platform/mail/clean-line.ts';
import { type FieldValues, renderTemplate } from './liquid.ts';
import { parseMarkup } from './rules/parse-markup.ts';
import { linksOf, writeText } from './rules/write-text.ts';
import { type Footer, type Look, writeHtml } from './write-html.ts';

/** A message in words, as it is sent. */
export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
}

const LONGEST_SUBJECT = 200;

/** Subject, plain text and page of a message from its template and fields. Throws where the template goes too far. */
export function writeOut(
  template: { readonly subject: string; readonly body: string },
  values: FieldValues,
  look: Look,
  footer: Footer,
): Written {
  const subject = cleanLine(renderTemplate('subject', template.subject, values), LONGEST_SUBJECT) || look.accountName;
  const blocks = parseMarkup(renderTemplate('body', template.body, values));
  const below = [...footer.lines, ...(footer.link ? [`${footer.link.text}: ${footer.link.url}`] : [])];
  return {
    subject,
    text: writeText(blocks, below),
    html: writeHtml(subject, blocks, look, footer),
    links: linksOf(blocks),
  };
}
