import { Box, Card, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

interface SectionProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** At the right of the title. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
  /** Without padding round the content, for tables. */
  readonly flush?: boolean;
}

/** A part of a screen on its own sheet of paper. */
export function Section({ title, text, acts, children, flush = false }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} className={classes.sheet} padding={0}>
      <Group justify="space-between" align="flex-start" px="lg" pt="md" pb={flush ? 'sm' : 0} wrap="nowrap">
        <Box>
          <Title order={2} id={id}>
            {title}
          </Title>
          {text && (
            <Text size="sm" c="dimmed" mt={2}>
              {text}
            </Text>
          )}
        </Box>
        {acts && (
          <Group gap="xs" style={{ flexShrink: 0 }}>
            {acts}
          </Group>
        )}
      </Group>
      <Box data-flush={flush || undefined} px={flush ? 0 : 'lg'} pb={flush ? 0 : 'lg'} pt={flush ? 0 : 'sm'}>
        {children}
      </Box>
    </Card>
  );
}

/** Named facts, one beside the other on wide screens: `[['Joined', <Instant .../>], ...]`. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | null | false)[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Below: the period before, or what it is made of. */
  readonly note?: ReactNode;
}

/** One large number with its name. Put several into `Figures`. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd className={classes.value}>{value}</dd>
      {note && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}
