import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanLine } from './clean-line.ts';

export interface MailAddress {
  readonly name: string | null;
  readonly address: string;
}

/** A message as it is to arrive. */
export interface Mail {
  /** The same at every attempt, so that receivers can tell a repeat: without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: MailAddress;
  readonly replyTo: string | null;
  readonly to: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where one click unsubscribes (RFC 8058); null on what nobody can unsubscribe from. */
  readonly unsubscribeUrl: string | null;
}

/** What is larger is no message but a mistake. */
export const LARGEST_MAIL = 500_000;
const LONGEST_SUBJECT = 250;
const LONGEST_NAME = 200;

/**
 * The message as bytes (MIME). Names and subject are cleaned of whatever would end a header line. Throws a RangeError for
 * what is larger than LARGEST_MAIL.
 */
export async function composeMail(mail: Mail): Promise<Buffer> {
  if (mail.text.length + mail.html.length > LARGEST_MAIL) throw new RangeError('the message is too large');
  const { unsubscribeUrl } = mail;
  const built = await new MailComposer({
    messageId: `<${mail.messageId}>`,
    date: mail.date,
    from: addressOf(mail.from),
    to: addressOf(mail.to),
    ...(mail.replyTo === null ? {} : { replyTo: addressOf({ name: null, address: mail.replyTo }) }),
    subject: cleanLine(mail.subject, LONGEST_SUBJECT),
    text: mail.text,
    html: mail.html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  if (built.length > LARGEST_MAIL * 2) throw new RangeError('the message is too large');
  return built;
}

function addressOf({ name, address }: MailAddress) {
  return { name: name === null ? '' : cleanLine(name, LONGEST_NAME), address };
}
