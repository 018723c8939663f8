import { Button, FileButton, Group, Input, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileText, FolderOpen, Upload as UploadIcon, X } from 'lucide-react';
import { useId, useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote, ProgressNote } from '../../ui/notes.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { ChooseUpload } from './choose-upload.tsx';
import classes from './uploads.module.css';
import { sizeText, useUpload } from './use-upload.ts';

export type Upload = Answer<'/v1/uploads/{id}'>;

interface UploadFieldProps {
  readonly label: string;
  readonly description?: string;
  /** What may be taken: a picture only, or any file that is allowed. */
  readonly kind: 'picture' | 'any';
  /** The id of the upload. */
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly required?: boolean;
  readonly error?: React.ReactNode;
}

const pictures = 'image/png,image/jpeg,image/webp,image/gif';
const files = '.pdf,.zip,.mp4,.mp3,.docx,.xlsx,.pptx,.odt,.epub,.txt,.csv';

/** Takes a file from the reader's machine, telling how far it is, or one that was uploaded before. */
export function UploadField({ label, description, kind, value, onChange, required = false, error }: UploadFieldProps) {
  const t = useWords('uploads');
  const id = useId();
  const upload = useUpload((made) => onChange(made.id));
  const shown = useQuery({
    queryKey: ['upload', value],
    queryFn: () => ask(api.GET('/v1/uploads/{id}', { params: { path: { id: value! } } })),
    enabled: value !== null,
  });
  const said = upload.wrong ?? error;
  return (
    <Input.Wrapper
      label={label}
      description={description ?? t(`field.takes_${kind}`)}
      required={required}
      error={said}
      labelElement="div"
      labelProps={{ id: `${id}-label` }}
    >
      <Stack gap="xs" mt={6} role="group" aria-labelledby={`${id}-label`}>
        {value !== null && shown.data && <UploadShown upload={shown.data} />}
        {upload.progress !== null && (
          <ProgressNote label={t('field.going')} done={upload.progress} total={100} cancel={upload.cancel} />
        )}
        <Buttons {...{ kind, value, onChange, required, upload }} wrong={Boolean(said)} />
        <ErrorNote error={upload.error ?? shown.error} />
      </Stack>
    </Input.Wrapper>
  );
}

type ButtonsProps = Pick<UploadFieldProps, 'kind' | 'value' | 'onChange' | 'required'> & {
  readonly upload: ReturnType<typeof useUpload>;
  readonly wrong: boolean;
};

function Buttons({ kind, value, onChange, required, upload, wrong }: ButtonsProps) {
  const t = useWords('uploads');
  const [choosing, setChoosing] = useState(false);
  const accept = kind === 'picture' ? pictures : `${pictures},${files}`;
  return (
    <>
      <Group gap="xs">
        <FileButton onChange={(file) => file && void upload.start(file)} accept={accept}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="sm"
              disabled={upload.progress !== null}
              leftSection={<UploadIcon size={15} aria-hidden />}
              {...(wrong ? { 'data-error': true } : {})}
            >
              {value === null ? t('field.upload') : t('field.replace')}
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          size="sm"
          leftSection={<FolderOpen size={15} aria-hidden />}
          onClick={() => setChoosing(true)}
        >
          {t('field.choose')}
        </Button>
        {value !== null && !required && (
          <Button variant="subtle" size="sm" leftSection={<X size={15} aria-hidden />} onClick={() => onChange(null)}>
            {t('field.without')}
          </Button>
        )}
      </Group>
      <Modal
        opened={choosing}
        onClose={() => setChoosing(false)}
        title={t('choose.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('choose.close') }}
      >
        <ChooseUpload
          kind={kind}
          choose={(chosen) => {
            onChange(chosen.id);
            setChoosing(false);
          }}
        />
      </Modal>
    </>
  );
}

/** What was uploaded: the picture itself, or the file's name; with its size. */
export function UploadShown({ upload }: { upload: Upload }) {
  const t = useWords('uploads');
  const size = sizeText(upload.size);
  const sides = upload.width === null ? '' : t('field.sides', { width: upload.width, height: upload.height });
  return (
    <Group gap="sm" wrap="nowrap" className={classes.shown}>
      {upload.kind === 'picture' ? (
        <img className={classes.picture} src={pathOf(upload.url)} alt="" />
      ) : (
        <FileText size={28} strokeWidth={1.5} aria-hidden />
      )}
      <div className={classes.name}>
        <Text size="sm">{upload.name}</Text>
        <Text size="xs" c="dimmed">
          {[sides, size].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </Group>
  );
}

/** Asked of the host that this page came from, which serves it like any other: the policy allows no other. */
export const pathOf = (url: string): string => new URL(url, location.href).pathname;
