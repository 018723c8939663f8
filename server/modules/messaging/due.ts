import type { Context } from '../../platform/http/route.ts';
import { DIGEST } from './hear.ts';
import { sendDigest } from './send-digest.ts';

/** What falls due here, for the sweeper. */
export const messagingDue = {
  [DIGEST]: { run: (context: Context, partnerId: string) => sendDigest(context, partnerId), schedulesMore: false },
} as const;
