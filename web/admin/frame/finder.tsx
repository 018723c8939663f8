import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../../ui/words.ts';
import { fillPath, hasScreen } from '../screens.ts';
import { type Found, find } from './find.ts';
import { useAccount } from './me.tsx';
import { navEntries } from './nav.ts';
import { searchStore } from './shortcuts.ts';

/** Search over everything: areas by their names, partners, contacts and orders by what they are known as. */
export default function Finder() {
  const t = useWords('frame');
  const navigate = useNavigate();
  const { id } = useAccount();
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), 250);
  const { data = [], isFetching } = useQuery({
    queryKey: ['find', id, wanted],
    queryFn: () => find(wanted),
    enabled: wanted.length > 1,
  });
  const areas = navEntries
    .filter(({ name }) => t(`nav.${name}`).toLowerCase().includes(typed.trim().toLowerCase()))
    .map(({ name, path, icon: Icon }) => ({
      id: path,
      label: t(`nav.${name}`),
      leftSection: <Icon size={18} aria-hidden />,
      onClick: () => void navigate({ to: path }),
    }));
  const things = (kind: Found['kind']) =>
    data
      .filter((one) => one.kind === kind && hasScreen(one.path))
      .map((one) => ({
        id: one.id,
        label: one.label,
        description: one.text,
        onClick: () => void navigate({ to: fillPath(one.path, { [one.place]: one.id }) }),
      }));
  const groups: SpotlightActionGroupData[] = [
    { group: t('search.partners'), actions: things('partner') },
    { group: t('search.contacts'), actions: things('contact') },
    { group: t('search.orders'), actions: things('order') },
    { group: t('search.areas'), actions: areas },
  ].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      store={searchStore}
      shortcut={null}
      actions={groups}
      filter={(_, all) => all}
      query={typed}
      onQueryChange={setTyped}
      nothingFound={isFetching ? t('search.looking') : t('search.nothing')}
      searchProps={{
        placeholder: t('search.placeholder'),
        leftSection: <Search size={18} aria-hidden />,
        'aria-label': t('search.placeholder'),
      }}
      scrollable
      maxHeight={420}
    />
  );
}
