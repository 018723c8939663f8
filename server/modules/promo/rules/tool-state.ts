export const toolStates = ['draft', 'scheduled', 'shown', 'ended', 'archived'] as const;
export type ToolState = (typeof toolStates)[number];

export interface ToolTimes {
  readonly published: boolean;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly archived_at: Date | null;
}

/** What a promo tool is at an instant. Its start is in, its end is out. */
export function toolState({ published, starts_at, ends_at, archived_at }: ToolTimes, at: Date): ToolState {
  if (archived_at !== null) return 'archived';
  if (!published) return 'draft';
  if (ends_at !== null && at >= ends_at) return 'ended';
  return starts_at !== null && at < starts_at ? 'scheduled' : 'shown';
}
