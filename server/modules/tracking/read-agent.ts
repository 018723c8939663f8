import { getParser } from 'bowser';
import { isbot } from 'isbot';
import type { AgentKind } from './rules/classify-visit.ts';

export type Device = 'phone' | 'tablet' | 'desktop' | 'tv';

/** What a user agent tells. */
export interface AgentFacts {
  readonly kind: AgentKind;
  /** Null: not told. */
  readonly device: Device | null;
}

/** What fetches pages to show a preview in a chat, mail or feed; robots too, but people's clicks follow close behind. */
const previews =
  /LinkExpanding|facebookexternalhit|facebookcatalog|meta-externalfetcher|Twitterbot|WhatsApp|TelegramBot|Discordbot|LinkedInBot|SkypeUriPreview|Slack-ImgProxy|Slackbot|Pinterest(?:bot)?\/|redditbot|Viber|Line\/.*Preview|Mastodon|Iframely|Embedly|BingPreview|Google-PageRenderer|bitlybot|vkShare|XING-contenttabreceiver|Microsoft Office|ms-office|Outlook-iOS.*preview|SafeLinks|snapchat.*preview|KakaoTalk-?scrap|Bluesky/i;

const devices: Readonly<Record<string, Device>> = { mobile: 'phone', tablet: 'tablet', desktop: 'desktop', tv: 'tv' };

/** Longer agents are cut: no browser's is as long, and patterns should not be run over 16 kB. */
const LONGEST = 600;
const REMEMBERED = 5000;

const none: AgentFacts = { kind: 'none', device: null };
const known = new Map<string, AgentFacts>();

/** Reads a `User-Agent`. The same text is read once, and remembered while it is not among thousands of others. */
export function readAgent(header: string | undefined): AgentFacts {
  if (header === undefined || header === '') return none;
  const found = known.get(header);
  if (found !== undefined) return found;
  const facts = read(header.slice(0, LONGEST).trim());
  if (known.size >= REMEMBERED) known.clear();
  if (header.length <= LONGEST) known.set(header, facts);
  return facts;
}

function read(agent: string): AgentFacts {
  if (agent === '') return none;
  const kind = previews.test(agent) ? 'preview' : isbot(agent) ? 'robot' : 'person';
  const device = devices[getParser(agent).getPlatformType(true)] ?? null;
  return { kind, device };
}
