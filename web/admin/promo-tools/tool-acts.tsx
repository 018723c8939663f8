import { Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Ellipsis, Eye, EyeOff, Pencil } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import type { PromoTool } from './kinds.ts';

/** Publish, change, archive: what can be done with a tool in its state. */
export function ToolActs({ tool }: { tool: PromoTool }) {
  return tool.archived_at === null ? <LiveActs tool={tool} /> : <Restore tool={tool} />;
}

function Restore({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  const act = useAct({
    run: (_: void, headers) =>
      ask(api.POST('/v1/promo_tools/{id}/restore', { params: { path: { id: tool.id } }, headers })),
    done: () => notifyDone(t('restore.done')),
    failed: (error) => {
      notifyFailed(error);
      return true;
    },
  });
  return (
    <Button leftSection={<ArchiveRestore size={15} aria-hidden />} loading={act.busy} onClick={() => void act.start()}>
      {t('restore.label')}
    </Button>
  );
}

function LiveActs({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  return (
    <ConfirmAct
      title={t('archive.title', { name: tool.name })}
      text={t('archive.text')}
      label={t('archive.label')}
      run={() => ask(api.DELETE('/v1/promo_tools/{id}', { params: { path: { id: tool.id } } }))}
      done={() => notifyDone(t('archive.done'))}
    >
      {(archive) => (
        <>
          <Button
            component={Link}
            to={hrefOf('/promo-tools/$promo_tool_id/edit', { promo_tool_id: tool.id })}
            variant="default"
            leftSection={<Pencil size={15} aria-hidden />}
          >
            {t('edit.label')}
          </Button>
          <Publish tool={tool} />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" px="xs" aria-label={t('one.more')}>
                <Ellipsis size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Archive size={15} aria-hidden />} onClick={archive}>
                {t('archive.label')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </ConfirmAct>
  );
}

/** Shown to partners at once; taken back just as fast. */
function Publish({ tool }: { tool: PromoTool }) {
  const t = useWords('promo');
  const published = tool.status === 'published';
  const set = (status: PromoTool['status']) =>
    ask(api.PATCH('/v1/promo_tools/{id}', { params: { path: { id: tool.id } }, body: { status } }));
  const act = useAct({
    run: set,
    done: () => notifyDone(published ? t('unpublish.done') : t('publish.done')),
    failed: (error) => {
      notifyFailed(error);
      return true;
    },
  });
  const Icon = published ? EyeOff : Eye;
  return (
    <Button
      variant={published ? 'default' : 'filled'}
      leftSection={<Icon size={15} aria-hidden />}
      loading={act.busy}
      onClick={() => void act.start(published ? 'draft' : 'published')}
    >
      {published ? t('unpublish.label') : t('publish.label')}
    </Button>
  );
}
