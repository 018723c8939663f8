import { Anchor, Box, Group, Text, Title } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

interface Surroundings {
  /** What stands behind the title in the window's; null: the window belongs to somebody else, and keeps its own. */
  readonly name: string | null;
  /** 2 inside of somebody else's page, which has a title of its own. */
  readonly order: 1 | 2;
}

/** Whose screens these are: the office's, a partner center's, or pieces in another page. */
export const HeadContext = createContext<Surroundings>({ name: 'Tributary', order: 1 });

interface ScreenHeadProps {
  readonly title: string;
  /** One line below the title. */
  readonly text?: ReactNode;
  /** Where the screen hangs: a list above a page. */
  readonly back?: { readonly to: string; readonly label: string } | undefined;
  /** Beside the title: a state. */
  readonly aside?: ReactNode;
  /** At the right: the main acts. */
  readonly children?: ReactNode;
}

/** The head of a screen: its title in the page and in the window. Focus comes here when the screen changes. */
export function ScreenHead({ title, text, back, aside, children }: ScreenHeadProps) {
  const { name, order } = useContext(HeadContext);
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    if (name !== null) document.title = `${title} · ${name}`;
  }, [title, name]);
  useEffect(() => {
    if (
      name !== null &&
      path !== lastPath &&
      lastPath !== null &&
      !document.activeElement?.closest('[role=dialog], main input')
    )
      heading.current?.focus({ preventScroll: true });
    lastPath = path;
  }, [path, name]);
  return (
    <Box component="header" mb="lg">
      {back && (
        <Anchor
          component={Link}
          to={back.to}
          size="sm"
          mb={6}
          display="inline-flex"
          style={{ alignItems: 'center', gap: 2 }}
        >
          <ChevronLeft size={15} aria-hidden />
          {back.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" gap="md">
        <Box style={{ flex: '1 1 18rem', minWidth: 0 }}>
          <Group gap="sm" align="center">
            <Title order={order} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {aside}
          </Group>
          {text && (
            <Text c="dimmed" mt={4} maw="42rem">
              {text}
            </Text>
          )}
        </Box>
        {children && <Group gap="xs">{children}</Group>}
      </Group>
    </Box>
  );
}

/** The screen before this one: the first one after loading keeps the focus where the browser put it. */
let lastPath: string | null = null;
