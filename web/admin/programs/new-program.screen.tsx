import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { useFormats } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { bodyOf, draftOf, newDraft } from './program-fields.ts';
import { ProgramForm } from './program-form.tsx';

export default function NewProgramScreen() {
  const t = useWords('programs');
  const { currency } = useFormats();
  const navigate = useNavigate();
  const [{ copy }] = useAddress();
  const from = useQuery({
    queryKey: ['program', copy],
    queryFn: () => ask(api.GET('/v1/programs/{id}', { params: { path: { id: copy! } } })),
    enabled: copy !== undefined,
  });
  const initial = from.data
    ? { ...draftOf(from.data), name: t('new.copy_of', { name: from.data.name }) }
    : newDraft(currency);
  return (
    <>
      <ScreenHead
        title={t(copy ? 'new.copy_title' : 'new.title')}
        text={copy ? t('new.copy_text') : undefined}
        back={{ to: hrefOf('/programs'), label: t('list.title') }}
      />
      <ErrorNote error={from.error} retry={() => void from.refetch()} />
      {copy && from.isPending ? (
        <Loader aria-label={t('loading')} />
      ) : (
        <ProgramForm
          initial={initial}
          label={t('new.make')}
          back={hrefOf('/programs')}
          keepsCurrency={false}
          run={async (draft, headers) => {
            const made = await ask(api.POST('/v1/programs', { body: bodyOf(draft), headers }));
            if (copy) await copyProducts(copy, made.id);
            return made;
          }}
          done={(program) => {
            notifyDone(t('new.done', { name: program.name }));
            void navigate({ to: hrefOf('/programs/$program_id', { program_id: program.id }) });
          }}
        />
      )}
    </>
  );
}

/** The products of a program with their terms, put into another; doing it again changes nothing. */
async function copyProducts(from: string, to: string): Promise<void> {
  for (let cursor: string | undefined, more = true; more; ) {
    const query = { limit: '100', ...(cursor ? { cursor } : {}) };
    const page = await ask(api.GET('/v1/programs/{id}/products', { params: { path: { id: from }, query } }));
    for (const { sku, terms } of page.data)
      if (terms)
        await ask(api.PUT('/v1/programs/{id}/products/{sku}', { params: { path: { id: to, sku } }, body: terms }));
    cursor = page.next_cursor ?? undefined;
    more = cursor !== undefined;
  }
}
