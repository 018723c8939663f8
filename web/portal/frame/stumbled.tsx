import { Container } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorNote } from '../../ui/notes.tsx';

/** A screen that could not be shown says why; the rest of the center stands. */
export function Stumbled({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl">
      <ErrorNote error={error} retry={again} />
    </Container>
  );
}
