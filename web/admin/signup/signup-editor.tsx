import { Button, Grid, Group, Stack } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { ApprovalFields } from './approval-fields.tsx';
import { bodyOf, draftOf, type FormDraft, type SignupForm } from './form-draft.ts';
import { LookFields } from './look-fields.tsx';
import { FormPreview } from './preview.tsx';
import { Questions } from './questions.tsx';
import { Share } from './share.tsx';
import classes from './signup.module.css';
import { Terms } from './terms.tsx';

interface SignupEditorProps {
  readonly programId: string;
  readonly form: SignupForm;
}

/** All of the form on one page, with its preview beside it; saved as a whole. */
export function SignupEditor({ programId, form: kept }: SignupEditorProps) {
  const t = useWords('signup');
  const form = useApiForm<FormDraft, SignupForm>({
    initial: draftOf(kept),
    codes: { slug_taken: 'slug', file_not_allowed: 'upload_id' },
    run: (draft) =>
      ask(api.PUT('/v1/programs/{id}/signup_form', { params: { path: { id: programId } }, body: bodyOf(draft) })),
    done: (saved) => {
      notifyDone(saved.open ? t('saved_open') : t('saved_closed'));
      form.fields.setValues(draftOf(saved));
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <LookFields form={form} />
            <Questions form={form} />
            <Terms form={form} programId={programId} version={kept.terms?.version ?? null} />
            <ApprovalFields form={form} />
            <Share form={form} kept={kept} />
            <ErrorNote error={form.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={form.busy}>
                {t('save')}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <div className={classes.beside}>
            <FormPreview programId={programId} draft={form.values} />
          </div>
        </Grid.Col>
      </Grid>
    </form>
  );
}
