import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { gather } from './gather.ts';

const LIMIT = '100';
const partner = gather(async (ids) => {
  const query = { partner_ids: ids.join(','), limit: LIMIT };
  return (await ask(api.GET('/v1/partners', { params: { query } }))).data;
});
const contact = gather(async (ids) => {
  const query = { contact_ids: ids.join(','), limit: LIMIT };
  return (await ask(api.GET('/v1/contacts', { params: { query } }))).data;
});
const order = gather(async (ids) => {
  const query = { order_ids: ids.join(','), limit: LIMIT };
  return (await ask(api.GET('/v1/orders', { params: { query } }))).data;
});

interface NameProps {
  /** Null or absent: shown as a dash. */
  readonly id: string | null | undefined;
  /** Without the way to its page. */
  readonly plain?: boolean;
}

const STAYS_MS = 60_000;

function useOne<T>(kind: string, id: string | null | undefined, load: (id: string) => Promise<T | null>) {
  return useQuery({ queryKey: [kind, 'name', id], queryFn: () => load(id!), enabled: Boolean(id), staleTime: STAYS_MS })
    .data;
}

/** A partner by name, leading to their page. */
export function PartnerName({ id, plain = false }: NameProps) {
  const found = useOne('partner', id, partner);
  if (!id) return <>–</>;
  return (
    <Lead
      to={hrefOf('/partners/$partner_id', { partner_id: id })}
      text={found?.name ?? found?.email ?? shortOf(id)}
      plain={plain}
    />
  );
}

/** A contact by name or address. */
export function ContactName({ id, plain = false }: NameProps) {
  const found = useOne('contact', id, contact);
  if (!id) return <>–</>;
  return (
    <Lead
      to={hrefOf('/contacts/$contact_id', { contact_id: id })}
      text={found?.name ?? found?.email ?? shortOf(id)}
      plain={plain}
    />
  );
}

/** An order by the number that the shop gave it. */
export function OrderNumber({ id, plain = false }: NameProps) {
  const found = useOne('order', id, order);
  if (!id) return <>–</>;
  return (
    <Lead to={hrefOf('/orders/$order_id', { order_id: id })} text={found?.order_id ?? shortOf(id)} plain={plain} />
  );
}

/** All programs: an account has few. */
export function usePrograms() {
  const asked = useQuery({
    queryKey: ['programs', 'all'],
    queryFn: () => ask(api.GET('/v1/programs', { params: { query: { limit: LIMIT } } })),
    staleTime: STAYS_MS,
  });
  return asked.data?.data ?? [];
}

/** Programs to choose from, those that have ended last. */
export function useProgramChoices({ open = false }: { open?: boolean } = {}) {
  const programs = usePrograms().filter((one) => !open || one.ended_at === null);
  return programs.map(({ id, name }) => ({ value: id, label: name }));
}

export function ProgramName({ id, plain = false }: NameProps) {
  const found = usePrograms().find((one) => one.id === id);
  if (!id) return <>–</>;
  return (
    <Lead to={hrefOf('/programs/$program_id', { program_id: id })} text={found?.name ?? shortOf(id)} plain={plain} />
  );
}

function Lead({ to, text, plain }: { to: string; text: string; plain: boolean }) {
  if (plain) return <>{text}</>;
  return (
    <Anchor component={Link} to={to} inherit>
      {text}
    </Anchor>
  );
}

/** The end of an id, for what has no name. */
export const shortOf = (id: string): string => `…${id.slice(-6)}`;

/** Who did something, as histories keep it: "user:user_…", "key:key_…", "system:sweeper". */
export function AuthorName({ author }: { author: string }) {
  const [kind = '', id = ''] = author.split(':');
  const members = useQuery({
    queryKey: ['members', 'all'],
    queryFn: () => ask(api.GET('/v1/members')),
    enabled: kind === 'user',
    staleTime: STAYS_MS,
  });
  const member = members.data?.data.find((one) => one.id === id);
  return (
    <Text span inherit>
      {member?.name ?? (kind === 'user' ? shortOf(id) : kind)}
    </Text>
  );
}
