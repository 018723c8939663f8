import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useMe } from '../center.ts';
import { hrefOf } from '../screens.ts';

/** A link to any page of the shop, with a name for it and a sub-id where one wants to tell places apart. */
export function MakeLink({ close }: { close: () => void }) {
  const t = useWords('links');
  const api = useApi();
  const { program } = useMe();
  const navigate = useNavigate();
  const hosts = useQuery({ queryKey: ['hosts'], queryFn: () => ask(api.GET('/v1/center/links/hosts')) });
  const form = useApiForm({
    initial: { url: '', code: '', sub: '' },
    codes: { host_not_allowed: 'url', code_taken: 'code' },
    run: ({ url, code, sub }, headers) => {
      const body = { ...given('url', url), ...given('code', code), ...given('sub', sub) };
      return ask(api.POST('/v1/center/links', { body, headers }));
    },
    done: (link, { sub }) => {
      notifyDone(t('make.done'));
      close();
      const search = sub.trim() === '' ? {} : { sub: sub.trim() };
      void navigate({ to: hrefOf('/links/$link_id', { link_id: link.id }), search: search as never });
    },
  });
  const allowed = hosts.data?.data.join(', ') ?? '';
  return (
    <Modal opened onClose={close} title={t('make.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form ref={form.ref} onSubmit={form.submit}>
        <Stack>
          <TextInput
            label={t('make.url')}
            description={allowed ? t('make.url_text', { hosts: allowed }) : undefined}
            placeholder={program.default_url}
            inputMode="url"
            name="url"
            data-autofocus
            {...form.field('url')}
          />
          <TextInput label={t('make.code')} description={t('make.code_text')} name="code" {...form.field('code')} />
          <TextInput label={t('sub.label')} description={t('sub.text')} name="sub" {...form.field('sub')} />
          <ErrorNote error={form.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('make.cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('make.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function given(name: 'url' | 'code' | 'sub', typed: string): Record<string, string> {
  return typed.trim() === '' ? {} : { [name]: typed.trim() };
}
