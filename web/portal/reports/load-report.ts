import { type Api, ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';

export const reportNames = ['dates', 'links', 'promo_tools', 'subs'] as const;
export type By = (typeof reportNames)[number];
type ReportAnswer = Answer<'/v1/center/reports/dates'>;
export type ReportRow = ReportAnswer['data'][number];
export type ReportTotal = ReportAnswer['totals'][number];

export function isBy(text: string | undefined): text is By {
  return reportNames.some((name) => name === text);
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly compare: 'true';
}

/** The report, and what it is by: while another is being fetched, the one before stays on screen. */
export async function loadReport(api: Api, by: By, query: Asked): Promise<{ by: By; answer: ReportAnswer }> {
  const params = { query };
  const load = {
    dates: () => ask(api.GET('/v1/center/reports/dates', { params })),
    links: () => ask(api.GET('/v1/center/reports/links', { params })),
    promo_tools: () => ask(api.GET('/v1/center/reports/promo_tools', { params })),
    subs: () => ask(api.GET('/v1/center/reports/subs', { params })),
  };
  return { by, answer: await load[by]() };
}
