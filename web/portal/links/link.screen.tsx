import { Anchor, Loader, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { FigureValue } from '../../ui/report-figure.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Figure, Figures, Section } from '../../ui/section.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { QrCard } from './qr-card.tsx';
import { TryLink } from './try-link.tsx';

type OwnLink = Answer<'/v1/center/links/{id}'>;

/** One link: to be shared, told apart, printed and tried; and what came of it. */
export default function LinkScreen({ params }: { params: ScreenParams<'/links/$link_id'> }) {
  const t = useWords('links');
  const api = useApi();
  const { link_id: id } = params;
  const asked = useQuery({
    queryKey: ['link', id],
    queryFn: () => ask(api.GET('/v1/center/links/{id}', { params: { path: { id } } })),
  });
  const link = asked.data;
  return (
    <>
      <ScreenHead
        title={link?.code ?? t('one.title')}
        back={{ to: hrefOf('/links'), label: t('list.title') }}
        text={link && <Anchor href={link.url}>{link.url}</Anchor>}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {link && <Shown link={link} />}
    </>
  );
}

const names = ['clicks', 'unique_clicks', 'leads', 'orders', 'commission'] as const;

function Shown({ link }: { link: OwnLink }) {
  const t = useWords('links');
  const api = useApi();
  const [{ sub: asked = '' }] = useAddress();
  const [typed, setTyped] = useState(asked);
  const [sub] = useDebouncedValue(typed.trim(), 300);
  const query = sub === '' ? {} : { sub };
  const shared = useQuery({
    queryKey: ['link', link.id, 'sub', sub],
    queryFn: () => ask(api.GET('/v1/center/links/{id}', { params: { path: { id: link.id }, query } })),
    placeholderData: (before) => before ?? link,
    retry: false,
  });
  const address = shared.data?.share_url ?? link.short_url;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Section title={t('share.title')} text={t('share.text')}>
          <Stack>
            <CopyField label={t('share.label')} value={address} />
            <TextInput
              label={t('sub.label')}
              description={t('sub.text')}
              value={typed}
              maxLength={100}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={shared.error?.message}
            />
          </Stack>
        </Section>
        <QrCard id={link.id} code={link.code} sub={sub} address={address} />
      </SimpleGrid>
      <TryLink id={link.id} />
      <Section title={t('figures.title')} text={t('figures.text')}>
        <Figures>
          {names.map((name) => (
            <Figure
              key={name}
              label={t(`column.${name}`)}
              value={<FigureValue name={name} value={link.figures[name]} currency={link.figures.currency} />}
            />
          ))}
        </Figures>
      </Section>
      <Facts
        facts={[
          [t('one.made'), <Instant key="a" at={link.created_at} to="day" />],
          link.is_own && [
            t('one.kind'),
            <Text key="k" inherit>
              {t('one.own')}
            </Text>,
          ],
        ]}
      />
    </Stack>
  );
}
