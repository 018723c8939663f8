export const promoToolKinds = ['text_link', 'banner', 'email', 'social_post', 'file', 'coupon_set'] as const;
export type PromoToolKind = (typeof promoToolKinds)[number];

/** What a tool may hold besides what all of them have. */
export const ownFields = ['text', 'subject', 'body', 'alt', 'upload_id', 'url'] as const;
export type OwnField = (typeof ownFields)[number];

/** Of the templates, how long each may be. */
export const templateFields = ['text', 'subject', 'body'] as const;
export type TemplateField = (typeof templateFields)[number];

interface KindFacts {
  readonly needs: readonly OwnField[];
  readonly may: readonly OwnField[];
  /** `picture`: the upload must be one. */
  readonly upload: 'picture' | 'any' | null;
  /** Whether partners get a link of their own for it. */
  readonly hasLink: boolean;
}

/** The closed list of kinds, with what each is made of. */
export const kindFacts: Readonly<Record<PromoToolKind, KindFacts>> = {
  text_link: { needs: ['text'], may: ['url'], upload: null, hasLink: true },
  banner: { needs: ['upload_id'], may: ['alt', 'url'], upload: 'picture', hasLink: true },
  email: { needs: ['subject', 'body'], may: ['url'], upload: null, hasLink: true },
  social_post: { needs: ['body'], may: ['url', 'upload_id'], upload: 'picture', hasLink: true },
  file: { needs: ['upload_id'], may: [], upload: 'any', hasLink: false },
  coupon_set: { needs: [], may: ['body', 'url'], upload: null, hasLink: true },
};

/** What a tool holds that its kind does not have, and what it lacks. */
export function misfits(kind: PromoToolKind, held: Readonly<Partial<Record<OwnField, unknown>>>) {
  const { needs, may } = kindFacts[kind];
  const has = (field: OwnField): boolean => held[field] !== undefined && held[field] !== null;
  return {
    missing: needs.filter((field) => !has(field)),
    strange: ownFields.filter((field) => has(field) && !needs.includes(field) && !may.includes(field)),
  };
}
