import { Loader } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { bodyOf } from './kinds.ts';
import { ToolForm } from './tool-form.tsx';
import { usePromoTool } from './use-promo-tool.ts';

export default function EditPromoToolScreen({ params }: { params: ScreenParams<'/promo-tools/$promo_tool_id/edit'> }) {
  const t = useWords('promo');
  const navigate = useNavigate();
  const asked = usePromoTool(params.promo_tool_id);
  const tool = asked.data;
  const back = hrefOf('/promo-tools/$promo_tool_id', params);
  return (
    <>
      <ScreenHead
        title={tool ? t('edit.title', { name: tool.name }) : t('edit.title_short')}
        text={tool?.status === 'published' ? t('edit.published') : t('edit.draft')}
        back={{ to: back, label: tool?.name ?? t('list.title') }}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {tool && (
        <ToolForm
          kind={tool.kind}
          tool={tool}
          back={back}
          label={t('edit.save')}
          run={(draft) =>
            ask(
              api.PATCH('/v1/promo_tools/{id}', { params: { path: { id: tool.id } }, body: bodyOf(tool.kind, draft) }),
            )
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
