/** Where sending stands still: in the order in which a message gets through. */
export const mailStages = [
  'address',
  'connect',
  'greeting',
  'tls',
  'login',
  'sender',
  'recipient',
  'content',
  'answer',
] as const;
export type MailStage = (typeof mailStages)[number];

/** Why a message was not, or perhaps not, taken over by the server. */
export class MailProblem extends Error {
  readonly stage: MailStage;
  /** The server's reply, such as 550, or null where it gave none. */
  readonly code: number | null;
  /** Another attempt may do better. */
  readonly passing: boolean;
  /** The server had all of it and never said whether it took it: it may have arrived. */
  readonly uncertain: boolean;

  constructor(stage: MailStage, said: string, more: { code?: number | null; passing: boolean; uncertain?: boolean }) {
    super(said);
    this.stage = stage;
    this.code = more.code ?? null;
    this.passing = more.passing;
    this.uncertain = more.uncertain ?? false;
  }

  /** True where the fault lies with the account's server or settings, so that other messages would fare alike. */
  get concernsAll(): boolean {
    return ['address', 'connect', 'greeting', 'tls', 'login'].includes(this.stage);
  }
}

const reached: Record<MailStage, string> = {
  address: 'not connected',
  connect: 'not connected',
  greeting: 'connected, not greeted',
  tls: 'connected, no encryption',
  login: 'connected, refused to log in',
  sender: 'connected, refused the sender',
  recipient: 'connected, refused the recipient',
  content: 'connected, refused the message',
  answer: 'handed over, no answer',
};

/** "connected, refused to log in: 535 5.7.8 Bad credentials" */
export function sayProblem(problem: MailProblem): string {
  return `${reached[problem.stage]}: ${problem.message}`;
}

/** Servers repeat addresses in their replies; what is kept beside a message must not hold any. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, ' ')
    .replace(/<[^<>]*@[^<>]*>/g, '<...>')
    .replace(/[^\s<>,;:()"']+@[^\s<>,;:()"']+/g, '...')
    .slice(0, 500);
}
