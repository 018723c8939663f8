import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { CouponTable } from './coupon-table.tsx';

/** All coupons: an order that uses one is credited to its partner. */
export default function CouponsScreen() {
  const t = useWords('coupons');
  const fromFile = useMay('write') && (
    <Button
      component={Link}
      to={hrefOf('/coupons/import')}
      variant="default"
      leftSection={<FileUp size={15} aria-hidden />}
    >
      {t('import.label')}
    </Button>
  );
  return (
    <>
      <ScreenHead
        title={t('list.title')}
        text={t('list.text')}
        back={{ to: hrefOf('/promo-tools'), label: t('list.back') }}
      />
      <CouponTable acts={fromFile} />
    </>
  );
}
