import { ask } from '../../api/client.ts';
import { api } from '../api.ts';

/** Something that was found, and the screen that shows it. */
export interface Found {
  readonly kind: 'partner' | 'contact' | 'order';
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly path: string;
  /** The part of the path that its id goes into. */
  readonly place: string;
}

const LIMIT = '5';

/** Partners, contacts and orders by the beginning of a name or address, by code or number: the API's own search. */
export async function find(text: string): Promise<Found[]> {
  const query = { q: text, limit: LIMIT };
  const [partners, contacts, orders] = await Promise.all([
    ask(api.GET('/v1/partners', { params: { query } })),
    ask(api.GET('/v1/contacts', { params: { query } })),
    ask(api.GET('/v1/orders', { params: { query } })),
  ]);
  return [
    ...partners.data.map(({ id, name, email, code }) => ({
      ...{ kind: 'partner' as const, id, label: name ?? email ?? id, text: [email, code].filter(Boolean).join(' · ') },
      ...{ path: '/partners/$partner_id', place: 'partner_id' },
    })),
    ...contacts.data.map(({ id, name, email }) => ({
      ...{ kind: 'contact' as const, id, label: name ?? email ?? id, text: email ?? '' },
      ...{ path: '/contacts/$contact_id', place: 'contact_id' },
    })),
    ...orders.data.map(({ id, order_id }) => ({
      ...{ kind: 'order' as const, id, label: order_id, text: id },
      ...{ path: '/orders/$order_id', place: 'order_id' },
    })),
  ];
}
