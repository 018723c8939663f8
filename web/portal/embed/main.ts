import { elementNamed } from './element.ts';

/** The elements that other sites place in their pages. A second load finds them defined, and does nothing. */
const names = [
  ...['tributary-center', 'tributary-stats', 'tributary-links', 'tributary-promo-tools'],
  ...['tributary-referrals', 'tributary-earnings', 'tributary-next-payment', 'tributary-signup'],
];

for (const name of names) if (!customElements.get(name)) customElements.define(name, elementNamed(name));
