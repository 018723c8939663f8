import { useDisclosure } from '@mantine/hooks';
import { createSpotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { navEntries } from './nav.ts';

/** The search over everything. */
export const [searchStore, searchActs] = createSpotlight();
export const openSearch = (): void => searchActs.open();

const SECOND_KEY_MS = 1200;

/** Single keys, as long as nobody types: / searches, ? helps, g and a letter leads to an area. */
export function useShortcuts() {
  const navigate = useNavigate();
  const [helpOpened, help] = useDisclosure();
  const afterG = useRef(0);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || document.querySelector('[role=dialog]')) return;
      const going = event.timeStamp - afterG.current < SECOND_KEY_MS;
      afterG.current = !going && event.key === 'g' ? event.timeStamp : 0;
      const target = going ? navEntries.find(({ key }) => key === event.key) : undefined;
      if (target) return void navigate({ to: target.path });
      if (event.key === '/') {
        event.preventDefault();
        openSearch();
      }
      if (event.key === '?') help.open();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [navigate, help.open]);
  return { helpOpened, closeHelp: help.close };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable=true]') !== null;
}
