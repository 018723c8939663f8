import { Loader } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { bodyOf, draftOf } from './program-fields.ts';
import { ProgramForm } from './program-form.tsx';
import { useProgram } from './use-program.ts';

export default function EditProgramScreen({ params }: { params: ScreenParams<'/programs/$program_id/edit'> }) {
  const t = useWords('programs');
  const navigate = useNavigate();
  const program = useProgram(params.program_id);
  const back = hrefOf('/programs/$program_id', params);
  return (
    <>
      <ScreenHead
        title={program.data ? t('edit.title', { name: program.data.name }) : t('edit.title_short')}
        text={t('edit.text')}
        back={{ to: back, label: program.data?.name ?? t('list.title') }}
      />
      <ErrorNote error={program.error} retry={() => void program.refetch()} />
      {program.isPending && <Loader aria-label={t('loading')} />}
      {program.data && (
        <ProgramForm
          initial={draftOf(program.data)}
          label={t('edit.save')}
          back={back}
          keepsCurrency
          run={(draft) =>
            ask(api.PATCH('/v1/programs/{id}', { params: { path: { id: params.program_id } }, body: bodyOf(draft) }))
          }
          done={() => {
            notifyDone(t('edit.done'));
            void navigate({ to: back });
          }}
        />
      )}
    </>
  );
}
