import { Button, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { type Upload, UploadShown } from './upload-field.tsx';
import classes from './uploads.module.css';

/** The files that were uploaded before, newest first. */
export function ChooseUpload({ kind, choose }: { kind: 'picture' | 'any'; choose: (upload: Upload) => void }) {
  const t = useWords('uploads');
  const asked = useInfiniteQuery({
    queryKey: ['uploads', 'choose', kind],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: '12',
        ...(kind === 'picture' ? { kind: 'picture' as const } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      };
      return ask(api.GET('/v1/uploads', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Stack gap="xs">
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('choose.loading')} />}
      {asked.isSuccess && rows.length === 0 && <Text c="dimmed">{t('choose.none')}</Text>}
      {rows.map((upload) => (
        <UnstyledButton key={upload.id} className={classes.choice} onClick={() => choose(upload)}>
          <UploadShown upload={upload} />
        </UnstyledButton>
      ))}
      {asked.hasNextPage && (
        <Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t('choose.more')}
        </Button>
      )}
    </Stack>
  );
}
