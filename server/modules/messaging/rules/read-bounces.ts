/** Mail that came back for good, or that its reader called unwanted. */
export interface Bounce {
  readonly because: 'bounce' | 'complaint';
  readonly address: string;
  readonly detail: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what mail providers report: our own form `{"type": "bounce" | "complaint", "email", "detail"?}`, Postmark, SendGrid,
 * Mailgun and Brevo, one report or many. What is neither a final bounce nor a complaint is passed over.
 */
export function readBounces(body: unknown): Bounce[] {
  const reports = Array.isArray(body) ? body.slice(0, 5000) : [body];
  return reports.filter(isObject).flatMap((report) => {
    for (const read of [readOwn, readPostmark, readSendgrid, readMailgun, readBrevo]) {
      const found = read(report);
      if (found) return [found];
    }
    return [];
  });
}

function readOwn(report: Json): Bounce | null {
  return bounce(report['type'], { bounce: ['bounce'], complaint: ['complaint'] }, report['email'], report['detail']);
}

/** https://postmarkapp.com/developer/webhooks/bounce-webhook: soft bounces have other types. */
function readPostmark(report: Json): Bounce | null {
  const type = report['RecordType'] === 'SpamComplaint' ? 'SpamComplaint' : report['Type'];
  return bounce(
    type,
    { bounce: ['HardBounce', 'BadEmailAddress'], complaint: ['SpamComplaint'] },
    report['Email'],
    report['Description'],
  );
}

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event: `type: blocked` is passing. */
function readSendgrid(report: Json): Bounce | null {
  if (report['event'] === 'bounce' && report['type'] === 'blocked') return null;
  return bounce(report['event'], { bounce: ['bounce'], complaint: ['spamreport'] }, report['email'], report['reason']);
}

/** https://documentation.mailgun.com/docs/mailgun/user-manual/events/webhooks: only permanent failures. */
function readMailgun(report: Json): Bounce | null {
  const data = report['event-data'];
  if (!isObject(data) || (data['event'] === 'failed' && data['severity'] !== 'permanent')) return null;
  return bounce(data['event'], { bounce: ['failed'], complaint: ['complained'] }, data['recipient'], data['reason']);
}

/** https://developers.brevo.com/docs/transactional-webhooks */
function readBrevo(report: Json): Bounce | null {
  return bounce(
    report['event'],
    { bounce: ['hard_bounce', 'invalid_email'], complaint: ['spam', 'complaint'] },
    report['email'],
    report['reason'],
  );
}

function bounce(
  type: unknown,
  words: Readonly<Record<Bounce['because'], readonly string[]>>,
  address: unknown,
  detail: unknown,
): Bounce | null {
  if (typeof type !== 'string' || typeof address !== 'string' || address.length > 320 || !address.includes('@'))
    return null;
  const because = words.bounce.includes(type) ? 'bounce' : words.complaint.includes(type) ? 'complaint' : null;
  return because && { because, address, detail: typeof detail === 'string' ? detail.slice(0, 500) : null };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
