import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';

/** Says where visitors arrive and whether their clicks count, without counting one. */
export function TryLink({ id }: { id: string }) {
  const t = useWords('links');
  const api = useApi();
  const [on, setOn] = useState(false);
  const tried = useQuery({
    queryKey: ['try', id],
    queryFn: () => ask(api.GET('/v1/center/links/{id}/try', { params: { path: { id } } })),
    enabled: on,
  });
  const found = tried.data;
  return (
    <Section
      title={t('try.title')}
      text={t('try.text')}
      acts={
        <Button
          variant="default"
          leftSection={<Route size={15} aria-hidden />}
          loading={tried.isFetching}
          onClick={() => (on ? void tried.refetch() : setOn(true))}
        >
          {t('try.do')}
        </Button>
      }
    >
      <Stack gap={4} role="status">
        <ErrorNote error={tried.error} />
        {found && (
          <>
            <Text size="sm">
              {t('try.leads_to')} <Anchor href={found.leads_to}>{found.leads_to}</Anchor>
            </Text>
            <Text size="sm">{found.works ? t('try.works') : t('try.works_not')}</Text>
            <Text size="sm">{found.counts ? t('try.counts') : t('try.counts_not')}</Text>
          </>
        )}
      </Stack>
    </Section>
  );
}
