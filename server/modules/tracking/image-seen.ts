import type { IncomingHttpHeaders } from 'node:http';
import { readAgent } from './read-agent.ts';
import { classifyVisit } from './rules/classify-visit.ts';

/**
 * Whether a request for a picture means that a person sees it: by the same words as a visit, but for its being a picture.
 * Robots, previews, what browsers fetch ahead, and pictures opened by themselves are not.
 */
export function isImageSeen(method: string, headers: IncomingHttpHeaders): boolean {
  const first = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'object' ? value.join(', ') : value;
  };
  const destination = first('sec-fetch-dest');
  if (destination !== undefined && destination !== 'image') return false;
  const reason = classifyVisit({
    method,
    agent: readAgent(headers['user-agent']).kind,
    purpose: first('purpose') ?? first('x-purpose'),
    secPurpose: first('sec-purpose'),
    moz: first('x-moz'),
    destination: undefined,
  });
  return reason === null;
}
