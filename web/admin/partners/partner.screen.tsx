import { Button, Loader, Menu, Tabs } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Ellipsis, Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { actsFrom, doPartnerAct, type PartnerAct } from './bulk-acts.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { type PartnerDetail, usePartner } from './use-partner.ts';

const tabs = {
  overview: lazy(() => import('./tab-overview.tsx')),
  links: lazy(() => import('./tab-links.tsx')),
  orders: lazy(() => import('./tab-orders.tsx')),
  commissions: lazy(() => import('./tab-commissions.tsx')),
  payouts: lazy(() => import('./tab-payouts.tsx')),
  statements: lazy(() => import('./tab-statements.tsx')),
  recruits: lazy(() => import('./tab-recruits.tsx')),
  terms: lazy(() => import('./tab-terms.tsx')),
  notes: lazy(() => import('./tab-notes.tsx')),
} as const;
type Tab = keyof typeof tabs;

export default function PartnerScreen({ params }: { params: ScreenParams<'/partners/$partner_id'> }) {
  const t = useWords('partners');
  const partner = usePartner(params.partner_id);
  const [{ tab = 'overview' }, change] = useAddress();
  const current = tab in tabs ? (tab as Tab) : 'overview';
  const Shown = tabs[current];
  const { data } = partner;
  return (
    <>
      <ScreenHead
        title={data ? (data.name ?? data.email ?? data.code) : t('partner.title')}
        text={data?.name ? data.email : undefined}
        back={{ to: hrefOf('/partners'), label: t('list.title') }}
        aside={data && <StatusBadge status={data.status} />}
      >
        {data && <Acts partner={data} />}
      </ScreenHead>
      <ErrorNote error={partner.error} retry={() => void partner.refetch()} />
      {partner.isPending && <Loader aria-label={t('loading')} />}
      {data && (
        <Tabs
          value={current}
          onChange={(next) => change({ tab: next === 'overview' ? undefined : (next ?? undefined), month: undefined })}
          keepMounted={false}
        >
          <Tabs.List mb="lg" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
            {(Object.keys(tabs) as Tab[]).map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={current}>
            <Suspense fallback={<Loader aria-label={t('loading')} />}>
              <Shown partner={data} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}

function Acts({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const mayWrite = useMay('write');
  const [moving, setMoving] = useState(false);
  if (!mayWrite) return null;
  const [first, ...others] = actsFrom[partner.status] ?? [];
  return (
    <>
      {first && <StateAct act={first} partner={partner} />}
      {others.map((act) => (
        <StateAct key={act} act={act} partner={partner} />
      ))}
      <Button
        component={Link}
        to={hrefOf('/partners/$partner_id/edit', { partner_id: partner.id })}
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
      >
        {t('partner.edit')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t('partner.more')}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setMoving(true)}>{t('move.label')}</Menu.Item>
          <Menu.Item component={Link} to={hrefOf('/contacts/$contact_id', { contact_id: partner.contact_id })}>
            {t('partner.contact')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MoveDialog partner={partner} opened={moving} close={() => setMoving(false)} />
    </>
  );
}

function StateAct({ act, partner }: { act: PartnerAct; partner: PartnerDetail }) {
  const t = useWords('partners');
  const name = partner.name ?? partner.email ?? partner.code;
  const danger = act === 'suspend' || act === 'reject';
  return (
    <ConfirmAct
      title={t(`acts.${act}.one`, { name })}
      text={t(`acts.${act}.text`)}
      label={t(`acts.${act}.label`)}
      danger={danger}
      reason="optional"
      run={(note) => doPartnerAct(act, partner.id, note)}
      done={() => notifyDone(t(`acts.${act}.done`, { name }))}
    >
      {(open) => (
        <Button onClick={open} variant={act === 'approve' ? 'filled' : 'default'}>
          {t(`acts.${act}.label`)}
        </Button>
      )}
    </ConfirmAct>
  );
}
