import { Button, type ButtonProps, Modal } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../../ui/words.ts';
import { DecideForm } from './decide-form.tsx';

interface DecideButtonsProps {
  /** The applications that wait. */
  readonly ids: readonly string[];
  /** How they are called in the question: a name, or how many. */
  readonly who: string;
  readonly size?: ButtonProps['size'];
  readonly done?: () => void;
}

/** Approves or rejects applications: one, or all that were ticked. */
export function DecideButtons({ ids, who, size = 'sm', done }: DecideButtonsProps) {
  const t = useWords('applications');
  const [open, setOpen] = useState<'approve' | 'reject' | null>(null);
  const close = (): void => setOpen(null);
  const none = ids.length === 0;
  return (
    <>
      <Button
        variant="default"
        size={size}
        disabled={none}
        leftSection={<X size={15} aria-hidden />}
        onClick={() => setOpen('reject')}
      >
        {t('reject.label')}
      </Button>
      <Button
        size={size}
        disabled={none}
        leftSection={<Check size={15} aria-hidden />}
        onClick={() => setOpen('approve')}
      >
        {t('approve.label')}
      </Button>
      <Modal
        opened={open !== null}
        onClose={close}
        title={open === 'reject' ? t('reject.title', { who }) : t('approve.title', { who })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {open && (
          <DecideForm
            act={open}
            ids={ids}
            close={close}
            done={() => {
              close();
              done?.();
            }}
          />
        )}
      </Modal>
    </>
  );
}
