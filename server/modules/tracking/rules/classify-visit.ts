/**
 * Why a request for a link is no visit of a person. The closed list of rules.md 32; the same words stand in the database,
 * the API and the guide.
 */
export const visitReasons = ['head', 'no_user_agent', 'prefetch', 'not_a_document', 'preview', 'robot'] as const;
export type VisitReason = (typeof visitReasons)[number];

/** What a user agent says of itself: nothing, a person's browser, a robot, or what fetches previews for chats and mails. */
export type AgentKind = 'none' | 'person' | 'robot' | 'preview';

/** What a request tells of its kind. Header values as they came; undefined: not sent. */
export interface Visit {
  readonly method: string;
  readonly agent: AgentKind;
  /** The headers `Purpose` or `X-Purpose` (older browsers), `Sec-Purpose`, and `X-Moz`. */
  readonly purpose: string | undefined;
  readonly secPurpose: string | undefined;
  readonly moz: string | undefined;
  /** `Sec-Fetch-Dest`; browsers that do not send it are believed to load a document. */
  readonly destination: string | undefined;
}

/** Null: a visit, to be counted. Else the first reason that holds, from what is surest to what is guessed (rules.md 32). */
export function classifyVisit(visit: Visit): VisitReason | null {
  if (visit.method === 'HEAD') return 'head';
  if (visit.agent === 'none') return 'no_user_agent';
  if (visit.purpose !== undefined || visit.secPurpose !== undefined || visit.moz !== undefined) {
    if (saysPrefetch(visit.purpose) || saysPrefetch(visit.secPurpose) || saysPrefetch(visit.moz)) return 'prefetch';
  }
  if (visit.destination !== undefined && visit.destination !== 'document') return 'not_a_document';
  if (visit.agent === 'preview') return 'preview';
  return visit.agent === 'robot' ? 'robot' : null;
}

function saysPrefetch(header: string | undefined): boolean {
  return header !== undefined && /\b(?:prefetch|prerender|preview|instant)\b/i.test(header);
}
