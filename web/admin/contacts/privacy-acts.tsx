import { Button, Group } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { saveFile } from '../../ui/write-csv.ts';
import { api } from '../api.ts';
import type { ContactDetail } from './contact.screen.tsx';

/** What a person may ask for: all that is kept of them, and to be forgotten. */
export function PrivacyActs({ contact }: { contact: ContactDetail }) {
  const t = useWords('contacts');
  const path = { id: contact.id };
  const save = useAct({
    run: async () => {
      const data = await ask(api.GET('/v1/contacts/{id}/data', { params: { path } }));
      saveFile(`${contact.id}.json`, [JSON.stringify(data, null, 2)], 'application/json');
    },
  });
  return (
    <Section title={t('privacy.title')} text={t('privacy.text')}>
      <Group>
        <Button variant="default" loading={save.busy} onClick={() => void save.start()}>
          {t('privacy.export')}
        </Button>
        <ConfirmAct
          title={t('privacy.erase_title')}
          text={t('privacy.erase_text')}
          label={t('privacy.erase')}
          danger
          run={(_, headers) => ask(api.POST('/v1/contacts/{id}/erase', { params: { path }, body: {}, headers }))}
          done={() => notifyDone(t('privacy.erased'))}
        >
          {(open) => (
            <Button variant="default" color="red" onClick={open}>
              {t('privacy.erase')}
            </Button>
          )}
        </ConfirmAct>
      </Group>
      <ErrorNote error={save.error} />
    </Section>
  );
}
