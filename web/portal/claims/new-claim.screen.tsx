import { Button, Group, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useApi, useToday } from '../center.ts';
import { hrefOf } from '../screens.ts';

/** A sale is missing: its number, or who bought and when. */
export default function NewClaimScreen() {
  const t = useWords('claims');
  const api = useApi();
  const today = useToday();
  const navigate = useNavigate();
  const [by, setBy] = useState<'order' | 'customer'>('order');
  const form = useApiForm({
    initial: { order_id: '', email: '', occurred_on: '', text: '' },
    run: ({ order_id, email, occurred_on, text }, headers) => {
      const body = by === 'order' ? { order_id: order_id.trim(), text } : { email: email.trim(), occurred_on, text };
      return ask(api.POST('/v1/center/claims', { body, headers }));
    },
    done: (claim) => {
      notifyDone(claim.finding === 'already_yours' ? t('new.already') : t('new.done'));
      void navigate({ to: hrefOf('/claims') });
    },
  });
  return (
    <>
      <ScreenHead
        title={t('new.title')}
        text={t('new.text')}
        back={{ to: hrefOf('/claims'), label: t('list.title') }}
      />
      <form ref={form.ref} onSubmit={form.submit}>
        <Section title={t('new.which')}>
          <Stack maw={560}>
            <SegmentedControl
              aria-label={t('new.which')}
              value={by}
              onChange={(value) => setBy(value as typeof by)}
              data={(['order', 'customer'] as const).map((value) => ({ value, label: t(`new.by_${value}`) }))}
            />
            {by === 'order' ? (
              <TextInput label={t('new.order')} required name="order_id" {...form.field('order_id')} />
            ) : (
              <>
                <TextInput label={t('new.email')} type="email" required name="email" {...form.field('email')} />
                <TextInput
                  label={t('new.day')}
                  type="date"
                  max={today}
                  required
                  name="occurred_on"
                  {...form.field('occurred_on')}
                />
              </>
            )}
            <Textarea
              label={t('new.say')}
              description={t('new.say_text')}
              autosize
              minRows={3}
              maxLength={2000}
              required
              name="text"
              {...form.field('text')}
            />
            <ErrorNote error={form.error} />
            <Group gap="xs">
              <Button type="submit" loading={form.busy}>
                {t('new.do')}
              </Button>
              <Button variant="default" component={Link} to={hrefOf('/claims')}>
                {t('new.cancel')}
              </Button>
            </Group>
          </Stack>
        </Section>
      </form>
    </>
  );
}
