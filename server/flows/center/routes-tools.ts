import { z } from 'zod';
import { listPromoToolsFor, renderedTool } from '../../modules/promo/index.ts';
import { plain, type Route } from '../../platform/http/route.ts';
import { isRefusal } from '../../values/refusal.ts';
import { asPartner, ownId } from './own.ts';

export const toolRoutes = (): Route[] => [listRoute];

const listRoute = plain({
  ...asPartner,
  method: 'GET',
  path: '/v1/center/promo_tools',
  summary: 'The promo tools that they are shown now, with their link and name put in; none while they are not approved',
  scope: 'read',
  answer: z.object({ data: z.array(renderedTool) }),
  handle: async (context) => {
    const tools = await listPromoToolsFor(context, ownId(context));
    return isRefusal(tools) ? tools : { data: tools };
  },
});
