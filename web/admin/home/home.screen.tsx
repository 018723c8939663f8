import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useAccount } from '../frame/me.tsx';

/** The first screen: what needs doing, and how it goes. */
export default function HomeScreen() {
  const t = useWords('home');
  const { name } = useAccount();
  return <ScreenHead title={t('title')} text={t('text', { name })} />;
}
